using System.Text.RegularExpressions;

namespace PerfGate.Core.Tests.Documents;

/// <summary>A page that says which test holds a promise names a test that there is.</summary>
public sealed partial class NamedTestsTests
{
    private static readonly Lazy<string[]> Sources = new(() =>
        [
            .. Directory
                .EnumerateFiles(Checkout.PathOf("tests"), "*.cs", SearchOption.AllDirectories)
                .Select(File.ReadAllText),
        ]
    );

    [Fact]
    public void Every_test_that_the_page_on_reliability_names_is_there()
    {
        var named = Test().Matches(File.ReadAllText(Checkout.PathOf("docs/reliability.md"))).ToList();

        Assert.NotEmpty(named);
        Assert.Equal([], named.Where(test => !IsThere(test)).Select(test => test.Value).ToArray());
    }

    private static bool IsThere(Match test)
    {
        var classes = Sources.Value.Where(s => Regex.IsMatch(s, $@"\bclass {test.Groups["class"].Value}\b")).ToList();
        return test.Groups["method"].Success
            ? classes.Any(s => s.Contains($" {test.Groups["method"].Value}(", StringComparison.Ordinal))
            : classes.Count > 0;
    }

    [GeneratedRegex(@"`(?<class>[A-Z]\w+Tests)(\.(?<method>\w+))?`")]
    private static partial Regex Test();
}
