using PerfGate.Core.Kernels.Scanning;

namespace PerfGate.Core.Kernels;

/// <summary>
/// Makes of a CUDA source the copy that a C++ compiler reads for the host device. Launches become calls, arrays of
/// dynamic shared memory that a function declares become pointers, <c>alignas</c> moves before <c>__shared__</c>,
/// variables that are called as built-ins get other names, kernels that are declared and not defined become plain
/// functions, and the body of <c>main</c> and what the manifest omits are left out. Every line keeps its number.
/// </summary>
public static class HostSource
{
    private const int MostMains = 16;

    /// <summary>The copy of a source.</summary>
    /// <param name="text">The text of the source.</param>
    /// <param name="include">
    /// What an include reads in the copy: a path, an empty text for nothing, or null if it stays as it is.
    /// </param>
    /// <param name="omit">
    /// Names of what the host device does without; <c>*</c> is any text. A declaration outside of functions and classes
    /// that has one of them in it is left out.
    /// </param>
    /// <returns>The copy; null if nothing differs.</returns>
    public static string? Copy(
        string text, Func<IncludedFile, string?> include, IReadOnlyCollection<string>? omit = null)
    {
        // What launches are made of is copied from the text, so that names are changed before.
        var renamed = Rename(text);
        var copy = CopyOf(renamed ?? text, include, omit ?? []);
        return copy ?? renamed;
    }

    private static string? Rename(string text)
    {
        Token[] code = [.. Lexer.Read(text).Where(t => t.Kind != TokenKind.Directive)];
        var edits = new TextEdits(text);
        foreach (var token in ShadowedBuiltIns.In(code, Scopes.Of(code)))
            edits.Replace(token.Start, token.End, "perfgate_" + token.Text);
        return edits.IsEmpty ? null : edits.Apply();
    }

    private static string? CopyOf(
        string text, Func<IncludedFile, string?> include, IReadOnlyCollection<string> omit)
    {
        var edits = new TextEdits(text);
        var tokens = Lexer.Read(text);
        ReplaceIncludes(tokens, include, edits);
        new LaunchEdits(text, edits).Add(tokens);
        Token[] code = [.. tokens.Where(t => t.Kind != TokenKind.Directive)];
        var scopes = Scopes.Of(code);
        ReplaceDynamicShared(code, scopes, edits);
        MoveAlignment(text, code, edits);
        LeaveUndefinedOpen(code, edits);
        Token[] directives = [.. tokens.Where(t => t.Kind == TokenKind.Directive)];
        LeaveOutMain(directives, code, scopes, edits);
        foreach (var (start, end) in new OmittedDeclarations(omit).In(code, scopes))
        {
            if (HasWholeConditions(directives, start, end))
                edits.Replace(start, end, ";");
        }

        return edits.IsEmpty ? null : edits.Apply();
    }

    private static void ReplaceIncludes(
        IReadOnlyList<Token> tokens,
        Func<IncludedFile, string?> include,
        TextEdits edits
    )
    {
        foreach (var directive in tokens.Where(t => t.Kind == TokenKind.Directive))
        {
            if (IncludedFile.Of(directive) is not { } file || include(file) is not { } path)
                continue;
            edits.Replace(
                directive.Start,
                directive.End,
                path.Length == 0 ? "" : $"#include \"{path.Replace('\\', '/')}\""
            );
        }
    }

    private static void ReplaceDynamicShared(Token[] code, Scopes scopes, TextEdits edits)
    {
        for (var i = 0; i < code.Length; i++)
        {
            if (
                !code[i].Is("__shared__")
                || !scopes.IsInFunction(i)
                || DynamicSharedDeclaration.Read(code, i) is not { } array
            )
                continue;
            edits.Replace(
                array.Start,
                array.End,
                array.Bounds.Length == 0
                    ? $"{array.Type} * const {array.Name} = perfgate::dynamic_shared<{array.Type}>()"
                    : $"{array.Type} (* const {array.Name}){array.Bounds} = "
                        + $"perfgate::dynamic_shared<{array.Type}{array.Bounds}>()"
            );
        }
    }

    // thread_local, which __shared__ is here, is no attribute, so that alignas comes before it.
    private static void MoveAlignment(string text, Token[] code, TextEdits edits)
    {
        var closes = Brackets.Closes(code);
        for (var i = 0; i + 3 < code.Length; i++)
        {
            if (
                !code[i].Is("__shared__")
                || !code[i + 1].Is("alignas")
                || !code[i + 2].Is("(")
                || i > 0 && (code[i - 1].Is("extern") || code[i - 1].Is("static"))
            )
                continue;
            var close = code[closes[i + 2]].End;
            edits.Replace(code[i].Start, close, $"{text[code[i + 1].Start..close]} __shared__");
        }
    }

    // A kernel is inlined where it is launched. One that another file defines cannot be, and its launch is host code
    // that nobody needs.
    private static void LeaveUndefinedOpen(Token[] code, TextEdits edits)
    {
        var defined = KernelSourceScanner.Heads(code).ToList();
        var names = defined.Select(h => code[h.Name].Text).ToHashSet(StringComparer.Ordinal);
        var definitions = defined.Select(h => h.Global).ToHashSet();
        for (var i = 0; i < code.Length; i++)
        {
            if (!code[i].Is("__global__") || definitions.Contains(i))
                continue;
            var declared = Statement.From(code, i);
            var end = i + declared.Count;
            if (end < code.Length && code[end].Is(";") && !declared.Any(t => names.Contains(t.Text)))
                edits.Replace(code[i].Start, code[i].End, "");
        }
    }

    // Nobody calls it here, and it is what needs libraries and files that the kernels do not.
    private static void LeaveOutMain(Token[] directives, Token[] code, Scopes scopes, TextEdits edits)
    {
        var closes = Brackets.Closes(code);
        var found = 0;
        // Conditions may give a file several. Each is looked through.
        for (var i = 1; i + 1 < code.Length && found < MostMains; i++)
        {
            if (!code[i].Is("main") || !code[i + 1].Is("(") || scopes.IsInFunction(i))
                continue;
            var body = closes[i + 1] + 1;
            if (body >= code.Length || !code[body].Is("{") || !code[closes[body]].Is("}"))
                continue;
            found++;
            var (start, end) = (code[body].Start, code[closes[body]].End);
            if (HasWholeConditions(directives, start, end))
                edits.Replace(start, end, "{ }");
        }
    }

    // Whether every #if in a part ends in it, and none of another part does.
    private static bool HasWholeConditions(Token[] directives, int start, int end)
    {
        var depth = 0;
        var first = directives.AsSpan().BinarySearch(new StartsAt(start));
        for (var i = first < 0 ? ~first : first; i < directives.Length && directives[i].Start < end; i++)
        {
            var word = directives[i].Text.TrimStart('#', ' ', '\t');
            if (word.StartsWith("if", StringComparison.Ordinal))
                depth++;
            else if (word.StartsWith("endif", StringComparison.Ordinal))
                depth--;
            else if (word.StartsWith("el", StringComparison.Ordinal) && depth == 0)
                return false;
            if (depth < 0)
                return false;
        }

        return depth == 0;
    }

    private readonly struct StartsAt(int place) : IComparable<Token>
    {
        public int CompareTo(Token other) => place.CompareTo(other.Start);
    }
}
