using System.Text.RegularExpressions;
using System.Xml.Linq;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Architecture.Tests;

/// <summary>
/// <c>docs/settings.md</c> has every setting, target and exit code that there is, and none that there is not.
/// </summary>
public sealed partial class SettingsPageTests
{
    // PerfGate.Base.targets is run by the gate itself, over the base commit: nobody sets anything in it.
    private static readonly string[] Files =
    [
        .. (
            (string[])["PerfGate.props", "PerfGate.targets", "PerfGate.Results.targets", "PerfGate.Sanitize.targets",
                "PerfGate.Tune.targets", "PerfGate.Optimize.targets", "PerfGate.Explain.targets"]
        ).Select(f => Path.Combine(Checkout.Root, "src", "Tasks", "build", f)),
    ];

    [Fact]
    public void Every_property_of_the_targets_is_on_the_page_and_no_other()
    {
        var documented = Row().Matches(Page).Select(m => m.Groups[1].Value);

        Assert.Equal(Properties().Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_target_is_on_the_page() =>
        Assert.All(Targets(), target => Assert.Contains($"| `{target}` |", Page, StringComparison.Ordinal));

    [Fact]
    public void Every_item_is_on_the_page() =>
        Assert.All(Items(), item => Assert.Contains($"| `{item}` |", Page, StringComparison.Ordinal));

    [Fact]
    public void Every_exit_code_is_on_the_page() =>
        Assert.Equal(
            Enum.GetValues<ExitCode>().Select(code => (int)code),
            ExitRow().Matches(Page).Select(m => int.Parse(m.Groups[1].Value, null))
        );

    private static string Page => File.ReadAllText(Path.Combine(Checkout.Root, "docs", "settings.md"));

    // Names with an underscore are the targets' own.
    private static SortedSet<string> Properties() =>
        [
            .. Files
                .Select(File.ReadAllText)
                .SelectMany(text => Property().Matches(text))
                .Select(m => m.Groups[1].Success ? m.Groups[1].Value : m.Groups[2].Value)
                .Where(name => name.Contains("PerfGate", StringComparison.Ordinal) && name[0] != '_'),
        ];

    private static HashSet<string> Targets() =>
        [
            .. Files
                .Where(f => f.EndsWith(".targets", StringComparison.Ordinal))
                .SelectMany(f => XDocument.Load(f).Descendants("Target"))
                .Select(t => t.Attribute("Name")!.Value)
                .Where(name => name[0] != '_'),
        ];

    private static HashSet<string> Items() => ["CudaKernel", "PerfGateIncludeDirectory"];

    [GeneratedRegex(@"\$\((\w+)\)|PropertyName=""(\w+)""")]
    private static partial Regex Property();

    // A table of properties has three columns, the others two.
    [GeneratedRegex(@"(?m)^\| `(\w*PerfGate\w*)` \|[^|]+\|[^|]+\|$")]
    private static partial Regex Row();

    [GeneratedRegex(@"(?m)^\| (\d) \|")]
    private static partial Regex ExitRow();
}
