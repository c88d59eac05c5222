namespace PerfGate.Core.Kernels.Scanning;

/// <summary>Matching of brackets among tokens.</summary>
internal static class Brackets
{
    /// <summary>The index of the token that closes the bracket at <paramref name="open"/>; the last token where none does.</summary>
    public static int Close(IReadOnlyList<Token> tokens, int open)
    {
        var angle = tokens[open].Is("<");
        var depth = 0;
        for (var i = open; i < tokens.Count; i++)
        {
            if (IsOpen(tokens[i], angle))
                depth++;
            else if (IsClose(tokens[i], angle) && --depth == 0)
                return i;
        }

        return tokens.Count - 1;
    }

    /// <summary>How many items, separated by commas, stand between two parentheses; <c>(void)</c> has none.</summary>
    public static int CountItems(IReadOnlyList<Token> tokens, int open, int close)
    {
        if (close == open + 1 || close == open + 2 && tokens[open + 1].Is("void"))
            return 0;
        var commas = 0;
        for (var i = open + 1; i < close; i++)
        {
            if (IsOpen(tokens[i], angle: true))
                i = Close(tokens, i);
            else if (tokens[i].Is(","))
                commas++;
        }

        return commas + 1;
    }

    // Between template brackets a < opens another; elsewhere it compares.
    private static bool IsOpen(Token token, bool angle) =>
        token.Is("(") || token.Is("[") || token.Is("{") || angle && token.Is("<");

    private static bool IsClose(Token token, bool angle) =>
        token.Is(")") || token.Is("]") || token.Is("}") || angle && token.Is(">");
}
