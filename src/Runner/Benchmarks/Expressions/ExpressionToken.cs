using System.Globalization;
using System.Text.RegularExpressions;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Runner.Benchmarks.Expressions;

/// <summary>A piece of an expression's text. Anything of an unknown kind is refused here.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text.</param>
/// <param name="Offset">Where it begins, counted from 0.</param>
internal sealed partial record ExpressionToken(ExpressionTokenKind Kind, string Text, int Offset)
{
    // Far above what a manifest needs, far below what the parser's recursion bears.
    private const int DeepestNesting = 32;

    /// <summary>Cuts an expression into tokens.</summary>
    /// <exception cref="ExpressionException">There is something in it that is not arithmetic.</exception>
    public static IReadOnlyList<ExpressionToken> Read(string text)
    {
        var tokens = new List<ExpressionToken>();
        var depth = 0;
        for (var i = 0; i < text.Length;)
        {
            var match = Pattern().Match(text, i);
            if (!match.Success)
                throw Fault(
                    $"'{char.ConvertFromUtf32(CodePoint(text, i))}' is not arithmetic; known are + - * / % ( ), "
                        + $"numbers and names",
                    i
                );
            if (!match.Groups["space"].Success)
                tokens.Add(Token(match, text));
            depth += match.Value switch { "(" => 1, ")" => -1, _ => 0 };
            if (depth > DeepestNesting)
                throw Fault($"parentheses nest deeper than {DeepestNesting}", i);
            i += match.Length;
        }

        return tokens.Count > 0 ? tokens : throw Fault("it is empty", 0);
    }

    private static ExpressionToken Token(Match match, string text)
    {
        var (value, at) = (match.Value, match.Index);
        if (match.Groups["number"].Success)
        {
            return double.IsFinite(double.Parse(value, CultureInfo.InvariantCulture))
                ? new(ExpressionTokenKind.Number, value, at)
                : throw Fault($"{value} is too large for a number", at);
        }

        if (!match.Groups["name"].Success)
            return new(ExpressionTokenKind.Operator, value, at);
        if (!text.AsSpan(at + value.Length).TrimStart().StartsWith("("))
            return new(ExpressionTokenKind.Name, value, at);
        return ArithmeticFunctions.Names.Contains(value)
            ? new(ExpressionTokenKind.Function, value, at)
            : throw Fault(
                $"there is no function {value}{NearestName.Suggest(value, ArithmeticFunctions.Names)}; known are "
                    + $"{string.Join(", ", ArithmeticFunctions.Names)}",
                at
            );
    }

    private static int CodePoint(string text, int i) => char.IsSurrogate(text[i]) ? 0xFFFD : text[i];

    private static ExpressionException Fault(string why, int offset) => new(ExpressionFault.Syntax, why, offset);

    [GeneratedRegex(
        @"\G(?:(?<space>[ \t\r\n]+)|(?<number>[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?)"
            + @"|(?<name>[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*)|[-+*/%(),])",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}

/// <summary>Kinds of tokens.</summary>
internal enum ExpressionTokenKind
{
    Number,
    Name,
    Function,
    Operator,
}
