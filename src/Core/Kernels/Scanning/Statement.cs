namespace PerfGate.Core.Kernels.Scanning;

/// <summary>The tokens of one declaration around a place in it.</summary>
internal static class Statement
{
    /// <summary>
    /// How far a declaration is followed, in tokens. A file without a semicolon would otherwise be read to its end at
    /// each of its words.
    /// </summary>
    public const int MostTokens = 2000;

    /// <summary>
    /// The tokens of the declaration in front of a token. No declaration has two of <c>__global__</c>,
    /// <c>__shared__</c> and <c>__constant__</c>: it is followed to such a word at most.
    /// </summary>
    public static IReadOnlyList<Token> Before(IReadOnlyList<Token> tokens, int at)
    {
        var start = at;
        while (
            start > Math.Max(0, at - MostTokens)
            && !IsBoundary(tokens[start - 1])
            && !IsMemorySpace(tokens[start - 1])
        )
            start--;
        return [.. tokens.Skip(start).Take(at - start)];
    }

    /// <summary>The tokens of the declaration from a token to its semicolon, or to another such word.</summary>
    public static IReadOnlyList<Token> From(IReadOnlyList<Token> tokens, int at) =>
        [
            .. tokens
                .Skip(at)
                .Take(MostTokens)
                .TakeWhile((t, i) => !IsBoundary(t) && (i == 0 || !IsMemorySpace(t))),
        ];

    /// <summary>
    /// The tokens without <c>__align__(n)</c>, <c>alignas(n)</c>, <c>__attribute__((…))</c> and <c>[[…]]</c>.
    /// </summary>
    public static IEnumerable<Token> WithoutAttributes(IEnumerable<Token> statement)
    {
        var tokens = statement.ToList();
        for (var i = 0; i < tokens.Count; i++)
        {
            if (i + 1 < tokens.Count && IsAttribute(tokens[i]) && tokens[i + 1].Is("("))
                i = Brackets.Close(tokens, i + 1);
            else if (tokens[i].Is("["))
                i = Brackets.Close(tokens, i);
            else
                yield return tokens[i];
        }
    }

    private static bool IsAttribute(Token token) =>
        token.Is("__align__") || token.Is("alignas") || token.Is("__attribute__") || token.Is("__declspec");

    private static bool IsMemorySpace(Token token) =>
        token.Is("__shared__") || token.Is("__constant__") || token.Is("__global__");

    private static bool IsBoundary(Token token) => token.Is(";") || token.Is("{") || token.Is("}");
}
