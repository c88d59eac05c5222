using System.Text.RegularExpressions;
using System.Xml.Linq;
using PerfGate.Runner.Commands;

namespace PerfGate.Architecture.Tests;

/// <summary><c>docs/quick-reference.md</c> names every command and target, and only what is understood.</summary>
public sealed partial class QuickReferenceTests
{
    private static readonly string Page = File.ReadAllText(GeneratedPage.PathOf("docs/quick-reference.md"));

    private static string[] Typed => [.. Span().Matches(Page).Select(m => m.Groups[1].Value)];

    public static TheoryData<string> Commands() =>
        [
            .. Typed
                .Select(t => t[(t.IndexOf("perfgate ", StringComparison.Ordinal) is >= 0 and var at ? at : t.Length)..])
                .Where(t => t.Length > 0 && !t.Contains("--help", StringComparison.Ordinal))
                .Distinct(),
        ];

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_line_of_the_page_is_understood(string line)
    {
        var arguments = line.Split(' ')[1..];

        Assert.Empty(CommandLine.For(arguments).Parse(arguments).Errors.Select(e => e.Message));
    }

    [Fact]
    public void Every_command_is_on_the_page() =>
        Assert.All(
            CommandPage.Leaves(CommandLine.Create()),
            leaf =>
                Assert.Contains(
                    Commands(),
                    line => Regex.IsMatch(line.Data, $"^perfgate {Regex.Escape(leaf.Name)}( |$)")
                )
        );

    [Fact]
    public void The_targets_of_the_page_are_those_that_there_are()
    {
        var folder = Path.Combine(Checkout.Root, "src", "Tasks", "build");
        var targets = Directory
            .EnumerateFiles(folder, "*.targets")
            .SelectMany(f => XDocument.Load(f).Descendants("Target"))
            .Select(t => t.Attribute("Name")!.Value)
            // The base's kernels are compiled by the gate itself.
            .Where(name => name[0] != '_' && name != "PerfGateCompileBase");

        Assert.Equal(
            targets.Order(StringComparer.Ordinal),
            Target().Matches(Page).Select(m => m.Groups[1].Value).Distinct().Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Properties_of_the_page_are_on_that_of_settings() =>
        Assert.All(
            Property().Matches(Page).Select(m => m.Groups[1].Value),
            name =>
                Assert.Contains(
                    $"| `{name}` |",
                    File.ReadAllText(GeneratedPage.PathOf("docs/settings.md")),
                    StringComparison.Ordinal
                )
        );

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Span();

    [GeneratedRegex("/t:(PerfGate\\w*)")]
    private static partial Regex Target();

    [GeneratedRegex("-p:(PerfGate\\w+)=")]
    private static partial Regex Property();
}
