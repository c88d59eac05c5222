using System.Text.RegularExpressions;

namespace PerfGate.Architecture.Tests;

/// <summary><c>docs/settings.md</c> has every variable of PerfGate's own that a user may set.</summary>
public sealed partial class EnvironmentVariablesTests
{
    // Set by PerfGate for its own processes: nobody else sets them.
    private static readonly string[] _internal =
    [
        "PERFGATE_COLUMNS", "PERFGATE_DIAGNOSTICS", "PERFGATE_HELD", "PERFGATE_OBSERVE", "PERFGATE_PARENT",
        "PERFGATE_PROCESSORS", "PERFGATE_RANGES", "PERFGATE_RECORDS", "PERFGATE_TREE",
    ];

    [Fact]
    public void Every_variable_is_on_the_page_or_known_as_internal()
    {
        var read = new[] { "src/Core", "src/Runner", "src/Tasks" }
            .SelectMany(f => Directory.EnumerateFiles(GeneratedPage.PathOf(f), "*.cs", SearchOption.AllDirectories))
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(f => Variable().Matches(File.ReadAllText(f)))
            .Select(m => m.Groups[1].Value);
        var page = File.ReadAllText(GeneratedPage.PathOf("docs/settings.md"));
        var documented = Row().Matches(page).Select(m => m.Groups[1].Value);

        Assert.Equal(
            read.Distinct().Except(_internal).Order(StringComparer.Ordinal),
            documented.Order(StringComparer.Ordinal)
        );
    }

    // A whole text is a variable; a part of one is a macro of the host device.
    [GeneratedRegex(@"""(PERFGATE_[A-Z_]+)""")]
    private static partial Regex Variable();

    [GeneratedRegex(@"(?m)^\| `(PERFGATE_[A-Z_]+)` \|")]
    private static partial Regex Row();
}
