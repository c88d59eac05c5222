using PerfGate.Core.Kernels.Scanning;

namespace PerfGate.Core.Kernels;

/// <summary>
/// A function as an argument of a template. Demanglers write its parameters, and write what it returns where it is an
/// instance: <c>&amp;(gelu(float))</c>, <c>&amp;ns::gelu</c>, <c>&amp;(float scaled&lt;2&gt;(float))</c>.
/// </summary>
internal static class FunctionArgument
{
    /// <summary>The function's name in an argument that a demangler wrote; empty where it is no function.</summary>
    /// <param name="argument">The argument.</param>
    public static IReadOnlyList<Token> NameIn(IReadOnlyList<Token> argument)
    {
        var (first, end) = (0, argument.Count);
        // What the function is converted to.
        if (end > 0 && argument[0].Is("(") && Brackets.Close(argument, 0) + 1 is var behind && behind < end)
            first = argument[behind].Is("::") ? first : behind;
        while (first < end && (argument[first].Is("&") || argument[first].Is("(") && IsWhole(argument, first, end)))
        {
            end -= argument[first].Is("(") ? 1 : 0;
            first++;
        }

        // The type of a function looks like one that is passed by reference.
        if (first == 0 || first >= end)
            return [];
        if (argument[end - 1].Is(")"))
            end = Opening(argument, first, end - 1);
        var start = end;
        while (start > first && (IsPart(argument[start - 1]) || argument[start - 1].Is(">")))
        {
            var before = argument[start - 1].Is(">") ? Opening(argument, first, start - 1) : start - 1;
            // Two words beside each other: the first belongs to the type that is returned.
            if (start < end && argument[start - 1].Kind == TokenKind.Word && !FollowsName(argument[start]))
                break;
            start = before;
        }

        return [.. argument.Skip(start).Take(end - start)];
    }

    /// <summary>The function's name in an argument as a manifest writes it, with or without its <c>&amp;</c>.</summary>
    /// <param name="argument">The argument.</param>
    public static IReadOnlyList<Token> Named(IReadOnlyList<Token> argument) =>
        argument.Count > 1 && argument[0].Is("&") ? [.. argument.Skip(1)] : argument;

    private static bool IsPart(Token token) => token.Kind == TokenKind.Word || token.Is("::");

    private static bool FollowsName(Token token) => token.Is("::") || token.Is("<");

    private static bool IsWhole(IReadOnlyList<Token> tokens, int open, int end) =>
        Brackets.Close(tokens, open) == end - 1;

    // The bracket that the last one closes.
    private static int Opening(IReadOnlyList<Token> tokens, int first, int close)
    {
        for (var i = close - 1; i >= first; i--)
        {
            if ((tokens[i].Is("(") || tokens[i].Is("<")) && Brackets.Close(tokens, i) == close)
                return i;
        }

        return close;
    }
}
