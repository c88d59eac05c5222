using System.Text.RegularExpressions;

namespace PerfGate.Core.Tests.Documents;

/// <summary>Links between the pages lead somewhere.</summary>
public sealed partial class LinksTests
{
    public static TheoryData<string> Pages() =>
    [
        .. Directory
            .GetFiles(Checkout.PathOf("docs"), "*.md", SearchOption.AllDirectories)
            .Select(page => "docs/" + Path.GetRelativePath(Checkout.PathOf("docs"), page).Replace('\\', '/')),
        "README.md", "CHANGELOG.md", "CONTRIBUTING.md",
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_to_a_file_or_heading_of_the_repository_leads_there(string page)
    {
        var path = Checkout.PathOf(page);
        var links = Link()
            .Matches(Code().Replace(File.ReadAllText(path), ""))
            .Select(m => m.Groups[1].Value)
            .Where(link =>
                !link.Contains("://", StringComparison.Ordinal) && !link.StartsWith("mailto:", StringComparison.Ordinal)
            );

        Assert.Equal([], links.Where(link => !Leads(path, link)).ToArray());
    }

    private static bool Leads(string page, string link)
    {
        var (file, heading) = link.Split('#') is [var f, var h] ? (f, h) : (link, "");
        var target = file.Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, file);
        return heading.Length == 0 ? Path.Exists(target) : File.Exists(target) && Anchors(target).Contains(heading);
    }

    // As GitHub makes them: lower case, without punctuation, a hyphen for a blank.
    private static HashSet<string> Anchors(string page) =>
        [
            .. Heading()
                .Matches(Code().Replace(File.ReadAllText(page), ""))
                .Select(m => Dropped().Replace(m.Groups[1].Value.ToLowerInvariant(), "").Replace(' ', '-')),
        ];

    [GeneratedRegex(@"\]\(([^()\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?m)^#+ (.+?)\s*$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Dropped();

    [GeneratedRegex(@"(?ms)^```.*?^```")]
    private static partial Regex Code();
}
