using System.Text.RegularExpressions;

namespace PerfGate.Runner.Benchmarks.Expressions;

/// <summary>A comparison of two expressions, cut at its operator.</summary>
/// <param name="Left">The text before the operator.</param>
/// <param name="Operator">The operator.</param>
/// <param name="Right">The text behind it.</param>
/// <param name="RightOffset">Where that begins in the whole text.</param>
internal sealed partial record Comparison(string Left, string Operator, string Right, int RightOffset)
{
    /// <summary>Cuts a text; null if it has no operator, or several.</summary>
    public static Comparison? Split(string text) =>
        Operators().Matches(text) is [var only]
            ? new(text[..only.Index], only.Value, text[(only.Index + only.Length)..], only.Index + only.Length)
            : null;

    /// <summary>Whether it holds for two values.</summary>
    public bool Holds(double left, double right) =>
        Operator switch
        {
            "<=" => left <= right,
            "<" => left < right,
            ">=" => left >= right,
            ">" => left > right,
            "==" => left == right,
            _ => left != right,
        };

    [GeneratedRegex("<=|>=|==|!=|<|>", RegexOptions.CultureInvariant)]
    private static partial Regex Operators();
}
