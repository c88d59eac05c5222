using System.Text.RegularExpressions;

namespace PerfGate.Core.Tests.Documents;

/// <summary>A docstring says what its own member is: a reader does not see the one above it.</summary>
public sealed partial class DocstringTests
{
    [Fact]
    public void No_docstring_refers_to_the_member_above_it()
    {
        var source = Checkout.PathOf("src");
        var found = Directory
            .EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Where(f =>
                !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal)
            )
            .SelectMany(f =>
                File.ReadLines(f).Select((line, i) => (Place: $"{Path.GetRelativePath(source, f)}({i + 1})", line))
            )
            .Where(l => Reference().IsMatch(l.line))
            .Select(l => $"{l.Place}: {l.line.Trim()}");

        Assert.Empty(found);
    }

    // "The same kernels with line numbers" names its noun; "the same of the base side" does not.
    [GeneratedRegex(
        @"///.*<(?:summary|returns|param[^>]*)>(?:The same(?: (?:of|over|for|from|in|as|with|against|again)\b|[,.:;]))"
    )]
    private static partial Regex Reference();
}
