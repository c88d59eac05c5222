using System.Collections.Immutable;
using PerfGate.Core.Kernels.Scanning;

namespace PerfGate.Core.Kernels;

/// <summary>
/// Finds the kernels of a <c>.cu</c> file without a compiler: good for names and lines, blind to macros that generate
/// kernels. It is home-made because libclang would bring 100 MB of native code to every user, for names and lines.
/// </summary>
public static class KernelSourceScanner
{
    private const string Anonymous = "(anonymous)";

    /// <summary>
    /// The <c>__global__</c> functions that a source defines, in its order; mere declarations are left out.
    /// </summary>
    /// <param name="text">The text of the source.</param>
    public static IReadOnlyList<KernelDeclaration> Scan(string text)
    {
        var tokens = Code(text);
        var scopes = Scopes.Of(tokens);
        return [.. Enumerable.Range(0, tokens.Length)
            .Where(i => tokens[i].Is("__global__"))
            .Select(i => ReadKernel(tokens, i, scopes))
            .OfType<KernelDeclaration>()];
    }

    /// <summary>The arrays of dynamic shared memory that a source declares, each once, in its order.</summary>
    /// <param name="text">The text of the source.</param>
    public static IReadOnlyList<DynamicSharedArray> ScanDynamicShared(string text)
    {
        var tokens = Code(text);
        var scopes = Scopes.Of(tokens);
        return [.. Enumerable.Range(0, tokens.Length)
            .Where(i => tokens[i].Is("__shared__"))
            .Select(i => ReadDynamicShared(tokens, i, scopes))
            .OfType<DynamicSharedArray>()
            .DistinctBy(a => (a.Type, a.Name, a.Namespace))];
    }

    /// <summary>
    /// The line on which a source defines a function of any kind, counted from 1; null where none is seen.
    /// </summary>
    /// <param name="text">The text of the source.</param>
    /// <param name="name">The function's unqualified name.</param>
    public static int? FindFunction(string text, string name)
    {
        var tokens = Code(text);
        var closes = Brackets.Closes(tokens);
        for (var i = 0; i + 1 < tokens.Length; i++)
        {
            if (tokens[i].Is(name) && tokens[i + 1].Is("(")
                && closes[i + 1] is var close && close + 1 < tokens.Length && tokens[close + 1].Is("{"))
            {
                return tokens[i].Line;
            }
        }

        return null;
    }

    /// <summary>The files that a source includes in quotes, as written, in its order.</summary>
    /// <param name="text">The text of the source.</param>
    public static IReadOnlyList<string> ScanIncludes(string text) =>
        [.. Lexer.Read(text)
            .Where(t => t.Kind == TokenKind.Directive)
            .Select(t => t.Text.TrimStart('#', ' ', '\t'))
            .Where(d => d.StartsWith("include", StringComparison.Ordinal))
            .Select(d => d.Split('"'))
            .Where(parts => parts.Length == 3 && parts[0].Trim() == "include")
            .Select(parts => parts[1])
            .Distinct()];

    private static ImmutableArray<Token> Code(string text) =>
        [.. Lexer.Read(text).Where(t => t.Kind != TokenKind.Directive)];

    private static KernelDeclaration? ReadKernel(IReadOnlyList<Token> tokens, int global, Scopes scopes)
    {
        for (var i = global + 1; i < Math.Min(tokens.Count, global + Statement.MostTokens); i++)
        {
            if (tokens[i].Is("__global__")
                || tokens[i].Kind == TokenKind.Punctuation && tokens[i].Text is ";" or "{" or "}")
                return null;
            if (tokens[i].Kind != TokenKind.Word)
                continue;
            var open = i + 1 < tokens.Count && tokens[i + 1].Is("<") ? Brackets.Close(tokens, i + 1) + 1 : i + 1;
            if (open >= tokens.Count || !tokens[open].Is("("))
                continue;
            var close = Brackets.Close(tokens, open);
            // __launch_bounds__(256), or a macro in its place, is followed by the name; the parameters are not.
            if (close + 1 < tokens.Count && tokens[close + 1].Kind == TokenKind.Word)
            {
                i = close;
                continue;
            }

            if (close + 1 >= tokens.Count || !tokens[close + 1].Is("{"))
                return null;
            var before = Statement.Before(tokens, global);
            return new(
                tokens[i].Text,
                tokens[global].Line,
                Brackets.Items(tokens, open, close).Count,
                scopes.NamespaceAt(global),
                before.Any(t => t.Is("template")),
                scopes.IsExternC(global) || before.Any(t => t.Kind == TokenKind.Literal && t.Text == "\"C\"")
            )
            {
                MayWrite = [.. Brackets.Items(tokens, open, close).Select(Parameter.MayWrite)],
                Parameters = [.. Brackets.Items(tokens, open, close).Select(Parameter.Read)],
            };
        }

        return null;
    }

    private static DynamicSharedArray? ReadDynamicShared(IReadOnlyList<Token> tokens, int shared, Scopes scopes)
    {
        var statement = Statement.Before(tokens, shared).Concat(Statement.From(tokens, shared)).ToList();
        var bracket = statement.FindIndex(t => t.Is("["));
        if (
            !statement.Any(t => t.Is("extern"))
            || bracket < 2
            || bracket + 1 >= statement.Count
            || !statement[bracket + 1].Is("]")
        )
            return null;
        var type = Statement
            .WithoutAttributes(statement.Take(bracket - 1))
            .Where(t => !t.Is("extern") && !t.Is("__shared__") && !t.Is("static"));
        return new(
            string.Join(' ', type.Select(t => t.Text)), statement[bracket - 1].Text,
            scopes.NamespaceAt(shared) is var ns && ns.Contains(Anonymous, StringComparison.Ordinal) ? "" : ns,
            tokens[shared].Line);
    }
}
