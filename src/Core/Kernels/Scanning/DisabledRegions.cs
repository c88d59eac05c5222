namespace PerfGate.Core.Kernels.Scanning;

/// <summary>Drops what <c>#if 0</c> leaves out, the usual way to park a kernel.</summary>
internal static class DisabledRegions
{
    /// <summary>The tokens that remain, directives included.</summary>
    public static IReadOnlyList<Token> Remove(IReadOnlyList<Token> tokens)
    {
        var kept = new List<Token>(tokens.Count);
        // One entry per open #if: how many branches around this place, its own included, are left out.
        var disabled = new Stack<int>([0]);
        foreach (var token in tokens)
        {
            if (token.Kind == TokenKind.Directive)
                Follow(Words(token.Text), disabled);
            if (disabled.Peek() == 0)
                kept.Add(token);
        }

        return kept;
    }

    private static void Follow(string[] words, Stack<int> disabled)
    {
        switch (words)
        {
            case ["if", "0" or "false"]:
                disabled.Push(disabled.Peek() + 1);
                break;
            case ["if" or "ifdef" or "ifndef", ..]:
                disabled.Push(disabled.Peek());
                break;
            case ["else" or "elif", ..] when disabled.Count > 1:
                disabled.Pop();
                disabled.Push(disabled.Peek());
                break;
            case ["endif", ..] when disabled.Count > 1:
                disabled.Pop();
                break;
        }
    }

    private static string[] Words(string directive) =>
        directive.TrimStart('#', ' ', '\t').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
