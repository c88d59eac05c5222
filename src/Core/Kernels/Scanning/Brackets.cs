namespace PerfGate.Core.Kernels.Scanning;

/// <summary>Matching of brackets among tokens.</summary>
internal static class Brackets
{
    // A < that no > follows within so many tokens compares. Each of very many would be followed to the end otherwise.
    private const int MostTemplateArguments = 1000;

    /// <summary>
    /// The index of the token that closes the bracket at <paramref name="open"/>; the last token where none does.
    /// </summary>
    public static int Close(IReadOnlyList<Token> tokens, int open)
    {
        var angle = tokens[open].Is("<");
        var depth = 0;
        var end = angle ? Math.Min(tokens.Count, open + MostTemplateArguments) : tokens.Count;
        for (var i = open; i < end; i++)
        {
            if (IsOpen(tokens[i], angle))
                depth++;
            else if (IsClose(tokens[i], angle) && --depth == 0)
                return i;
        }

        return tokens.Count - 1;
    }

    /// <summary>
    /// For each token that opens a bracket, other than &lt;, what <see cref="Close"/> gives; all are found in one pass.
    /// </summary>
    /// <param name="tokens">The tokens.</param>
    public static int[] Closes(IReadOnlyList<Token> tokens)
    {
        var closes = new int[tokens.Count];
        var open = new Stack<int>();
        for (var i = 0; i < tokens.Count; i++)
        {
            closes[i] = tokens.Count - 1;
            if (IsOpen(tokens[i], angle: false))
                open.Push(i);
            else if (IsClose(tokens[i], angle: false) && open.TryPop(out var from))
                closes[from] = i;
        }

        return closes;
    }

    /// <summary>The items, separated by commas, between two parentheses; <c>(void)</c> has none.</summary>
    public static IReadOnlyList<IReadOnlyList<Token>> Items(IReadOnlyList<Token> tokens, int open, int close)
    {
        if (close == open + 1 || close == open + 2 && tokens[open + 1].Is("void"))
            return [];
        var items = new List<List<Token>> { new() };
        for (var i = open + 1; i < close; i++)
        {
            var end = IsOpen(tokens[i], angle: true) ? Close(tokens, i) : i;
            if (end == i && tokens[i].Is(","))
                items.Add([]);
            else
                items[^1].AddRange(tokens.Skip(i).Take(end - i + 1));
            i = end;
        }

        return items;
    }

    // Between template brackets a < opens another; elsewhere it compares.
    private static bool IsOpen(Token token, bool angle) =>
        token.Is("(") || token.Is("[") || token.Is("{") || angle && token.Is("<");

    private static bool IsClose(Token token, bool angle) =>
        token.Is(")") || token.Is("]") || token.Is("}") || angle && token.Is(">");
}
