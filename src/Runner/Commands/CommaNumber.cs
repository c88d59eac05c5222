using System.Text.RegularExpressions;

namespace PerfGate.Runner.Commands;

/// <summary>
/// Words with commas that some country reads as one number: <c>12,51</c> is 12.51 in German, and <c>1,234</c> is 1234
/// in English. In a
/// file of samples they might as well be two samples.
/// </summary>
internal static partial class CommaNumber
{
    // A longer word is not a number in any country.
    private const int Longest = 64;

    /// <summary>Whether a word is such a number.</summary>
    /// <param name="word">A word without blanks.</param>
    public static bool IsOne(ReadOnlySpan<char> word) =>
        word.Length <= Longest && word.Contains(',') && (Decimal().IsMatch(word) || Grouped().IsMatch(word));

    // 12,51 and ,51 and 1.234,5 and 12,5e-3.
    [GeneratedRegex(
        @"^[+-]?([0-9]*|[0-9]{1,3}(\.[0-9]{3})+),[0-9]+([eE][+-]?[0-9]+)?\z",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Decimal();

    // 1,234,567 and 1,234.5.
    [GeneratedRegex(@"^[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?([eE][+-]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Grouped();
}
