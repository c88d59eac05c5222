namespace PerfGate.Core.Kernels.Scanning;

/// <summary>Drops what <c>#if 0</c> leaves out, the usual way to park a kernel.</summary>
internal static class DisabledRegions
{
    /// <summary>The tokens that remain, directives included.</summary>
    public static IReadOnlyList<Token> Remove(IReadOnlyList<Token> tokens)
    {
        var kept = new List<Token>(tokens.Count);
        // One entry per open #if: whether the branch being read is left out.
        var disabled = new Stack<bool>();
        foreach (var token in tokens)
        {
            if (token.Kind == TokenKind.Directive)
                Follow(Words(token.Text), disabled);
            if (!disabled.Contains(true))
                kept.Add(token);
        }

        return kept;
    }

    private static void Follow(string[] words, Stack<bool> disabled)
    {
        switch (words)
        {
            case ["if", "0" or "false"]:
                disabled.Push(true);
                break;
            case ["if" or "ifdef" or "ifndef", ..]:
                disabled.Push(false);
                break;
            case ["else" or "elif", ..] when disabled.TryPop(out _):
                disabled.Push(false);
                break;
            case ["endif", ..]:
                disabled.TryPop(out _);
                break;
        }
    }

    private static string[] Words(string directive) =>
        directive.TrimStart('#', ' ', '\t').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
