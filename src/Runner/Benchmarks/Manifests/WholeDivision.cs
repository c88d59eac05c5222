using System.Text.RegularExpressions;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>Helps who writes a division as in C, where it rounds: in a manifest it is exact.</summary>
internal static partial class WholeDivision
{
    /// <summary>What to write instead, as the end of a sentence; empty if the expression does not divide.</summary>
    /// <param name="expression">The expression.</param>
    public static string Hint(string expression)
    {
        if (!expression.Contains('/', StringComparison.Ordinal))
            return "";
        var rounded = ByNumber().Match(expression) is { Success: true } number && IsOneLess(number) ? number
            : ByName().Match(expression) is { Success: true } name ? name
            : null;
        return rounded is null
            ? ". A division here is exact: ceil_div(a, b) rounds up, floor(a / b) rounds down"
            : $". A division here is exact: write ceil_div({rounded.Groups["what"].Value.Trim()}, "
                + $"{rounded.Groups["by"].Value})";
    }

    private static bool IsOneLess(Match match) =>
        long.TryParse(match.Groups["less"].Value, out var less)
        && long.TryParse(match.Groups["by"].Value, out var by)
        && less == by - 1;

    // (N + 255) / 256
    [GeneratedRegex(@"^\s*\((?<what>[^()]+)\+\s*(?<less>\d+)\s*\)\s*/\s*(?<by>\d+)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex ByNumber();

    // (N + T - 1) / T
    [GeneratedRegex(
        @"^\s*\((?<what>[^()]+)\+\s*(?<by>\w+)\s*-\s*1\s*\)\s*/\s*\k<by>\s*$",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex ByName();
}
