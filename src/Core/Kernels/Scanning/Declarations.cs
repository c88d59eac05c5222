namespace PerfGate.Core.Kernels.Scanning;

/// <summary>Where declarations and definitions outside of functions and classes begin and end.</summary>
internal static class Declarations
{
    private static readonly HashSet<string> _classKeys = new(
        ["class", "struct", "union", "enum"],
        StringComparer.Ordinal
    );

    /// <summary>The first and the last token of each, in order.</summary>
    /// <param name="code">The tokens of the source without its directives.</param>
    /// <param name="scopes">The scopes of these tokens.</param>
    public static IEnumerable<(int First, int Last)> Of(Token[] code, Scopes scopes)
    {
        var closes = Brackets.Closes(code);
        for (var i = 0; i < code.Length; i++)
        {
            // The brace that ends a namespace begins nothing.
            if (code[i].Is("}") || code[i].Is(";"))
                continue;
            var (last, opensScope) = End(code, closes, scopes, i);
            if (!opensScope)
                yield return (i, last);
            i = last;
        }
    }

    // The last token of a declaration, and whether it is the brace that opens a namespace or extern "C".
    private static (int Last, bool OpensScope) End(Token[] code, int[] closes, Scopes scopes, int start)
    {
        bool? isClass = null;
        for (var i = start; i < code.Length; i++)
        {
            if (code[i].Is(";"))
                return (i, false);
            if (code[i].Is("(") && i == start + 1 && IsMacroCall(code, start, closes[i]))
                return (closes[i], false);
            if (code[i].Is("(") || code[i].Is("["))
                i = closes[i];
            else if (code[i].Is("}"))
                return (i, true);
            else if (code[i].Is("{"))
            {
                if (i + 1 < code.Length && !code[i + 1].Is("}") && !scopes.IsInFunction(i + 1))
                    return (i, true);
                isClass ??= IsClass(code, start, i);
                i = closes[i];
                // The brace of an initializer goes on with a comma or another brace, and a class ends with a semicolon.
                if (isClass is false && !(i + 1 < code.Length && GoesOn(code[i + 1])))
                    return (i, false);
            }
        }

        return (code.Length - 1, false);
    }

    // Whether a name with parentheses is by itself, without a semicolon: another line begins with a word.
    private static bool IsMacroCall(Token[] code, int name, int close) =>
        close + 1 < code.Length
        && code[name].Kind == TokenKind.Word
        && code[close + 1].Kind == TokenKind.Word
        && code[close + 1].Line > code[close].Line;

    private static bool GoesOn(Token behind) => behind.Is(",") || behind.Is("{") || behind.Is(";");

    // Whether the brace at a place begins the members of a class rather than a function: it follows a name or a base.
    private static bool IsClass(Token[] code, int start, int brace)
    {
        if (brace > start && code[brace - 1].Is(")"))
            return false;
        for (var i = start; i < brace; i++)
        {
            if (code[i].Is("template") && i + 1 < brace && code[i + 1].Is("<"))
                i = Brackets.Close(code, i + 1);
            else if (_classKeys.Contains(code[i].Text))
                return true;
        }

        return false;
    }
}
