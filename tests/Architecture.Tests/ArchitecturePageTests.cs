using System.Text.RegularExpressions;

namespace PerfGate.Architecture.Tests;

/// <summary><c>docs/architecture.md</c> has every folder of the source and every test project.</summary>
public sealed partial class ArchitecturePageTests
{
    private static readonly string[] _built = ["bin", "obj", "buildMultiTargeting", "buildTransitive"];

    public static TheoryData<string> Assemblies() => ["src/Core", "src/Runner", "src/Tasks"];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Every_folder_of_an_assembly_is_on_the_map(string assembly) =>
        Assert.All(
            Folders(assembly),
            folder => Assert.Contains($"| `{folder}` |", Part($"`{assembly}`:\n"), StringComparison.Ordinal)
        );

    [Fact]
    public void Every_folder_of_tests_is_on_the_page() =>
        Assert.All(
            Folders("tests").Where(folder => folder is not ("data" or "github-contract")),
            folder => Assert.Contains($"`tests/{folder}`", Page, StringComparison.Ordinal)
        );

    [Fact]
    public void Every_type_that_the_page_names_is_there()
    {
        var known = ((string[])["src", "tests"])
            .SelectMany(f =>
                Directory.EnumerateFileSystemEntries(GeneratedPage.PathOf(f), "*", SearchOption.AllDirectories)
            )
            .Select(f => Path.GetFileName(f).Split('.')[0])
            .Append("DeviceTraits"); // in DeviceKind.cs

        // A file or a folder, or a target of the build.
        var unknown = Name().Matches(Page).Select(m => m.Groups[1].Value).Except(known)
            .Where(n => !n.StartsWith("PerfGate", StringComparison.Ordinal));

        Assert.Empty(unknown);
    }

    private static string Page => File.ReadAllText(GeneratedPage.PathOf("docs/architecture.md"));

    // A part ends where the next list of folders begins.
    private static string Part(string beginning)
    {
        var start = Page.IndexOf(beginning, StringComparison.Ordinal) + beginning.Length;
        return Page[start..Page.IndexOf(":\n", start, StringComparison.Ordinal)];
    }

    private static IEnumerable<string> Folders(string parent) =>
        Directory.GetDirectories(GeneratedPage.PathOf(parent)).Select(f => Path.GetFileName(f)!).Except(_built);

    // `Judge`, and the last part of `Measuring/Worker/CaseTaker`.
    [GeneratedRegex(@"`(?:\w+/)*([A-Z]\w+)`")]
    private static partial Regex Name();
}
