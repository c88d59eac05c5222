namespace PerfGate.Core.Kernels.Scanning;

/// <summary>What the text of a kernel's parameter tells.</summary>
internal static class Parameter
{
    /// <summary>Whether the kernel may write through it, as far as its text tells: where in doubt it may.</summary>
    /// <param name="tokens">The parameter's tokens, its name and default value included.</param>
    public static bool MayWrite(IReadOnlyList<Token> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            // Const before the first pointer is about what it points to. Const in the brackets of a template is about
            // something else.
            if (tokens[i].Is("const"))
                return !tokens.Skip(i).Any(IsPointer);
            if (IsPointer(tokens[i]))
                return true;
            if (tokens[i].Is("<"))
                i = Brackets.Close(tokens, i);
        }

        return true;
    }

    private static bool IsPointer(Token token) => token.Is("*") || token.Is("[") || token.Is("&");
}
