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
        return [.. Heads(tokens).Select(head => ReadKernel(tokens, head, scopes))];
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

    /// <summary>The <c>__constant__</c> variables that a source defines, in its order.</summary>
    /// <param name="text">The text of the source.</param>
    public static IReadOnlyList<ConstantDeclaration> ScanConstants(string text)
    {
        var tokens = Code(text);
        var scopes = Scopes.Of(tokens);
        return [.. Enumerable.Range(0, tokens.Length)
            .Where(i => tokens[i].Is("__constant__"))
            .Select(i => ReadConstant(tokens, i, scopes))
            .OfType<ConstantDeclaration>()];
    }

    /// <summary>The words in the body of a kernel; none where it is not found.</summary>
    /// <param name="text">The text of the source that defines it.</param>
    /// <param name="kernel">The kernel.</param>
    public static IReadOnlySet<string> BodyWords(string text, KernelDeclaration kernel)
    {
        var tokens = Code(text);
        var words = new HashSet<string>(StringComparer.Ordinal);
        var global = Array.FindIndex([.. tokens], t => t.Is("__global__") && t.Line == kernel.Line);
        var body = global < 0 ? -1 : Array.FindIndex([.. tokens], global, t => t.Is("{"));
        if (body >= 0)
            words.UnionWith(
                tokens[body..Brackets.Close(tokens, body)].Where(t => t.Kind == TokenKind.Word).Select(t => t.Text));
        return words;
    }

    /// <summary>
    /// The line on which a source defines a function of any kind, counted from 1; null if none is seen.
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

    /// <summary>The files that a source includes, each once, in its order.</summary>
    /// <param name="text">The text of the source.</param>
    public static IReadOnlyList<IncludedFile> ScanIncludes(string text) =>
        [.. Lexer.Read(text)
            .Where(t => t.Kind == TokenKind.Directive)
            .Select(IncludedFile.Of)
            .OfType<IncludedFile>()
            .DistinctBy(i => (i.Name, i.IsQuoted))];

    /// <summary>The words of the code, comments and strings aside, macros included.</summary>
    /// <param name="text">The text of the source.</param>
    public static IEnumerable<string> Words(string text) =>
        WordsOf(Lexer.Read(text)).Select(t => t.Text);

    /// <summary>The line of the first mention of a word, counted from 1; null if there is none.</summary>
    /// <param name="text">The text of the source.</param>
    /// <param name="word">The word.</param>
    public static int? LineOf(string text, string word) =>
        !text.Contains(word, StringComparison.Ordinal)
            ? null
            : WordsOf(Lexer.Read(text)).Where(t => t.Text == word).Select(t => (int?)t.Line).FirstOrDefault();

    private static IEnumerable<Token> WordsOf(IEnumerable<Token> tokens) =>
        tokens
            .SelectMany(t => t.Kind != TokenKind.Directive
                ? [t]
                : Lexer.Read(t.Text.TrimStart('#')).Select(inside => inside with { Line = t.Line }))
            .Where(t => t.Kind == TokenKind.Word);

    /// <summary>Whether a macro of the source makes kernels.</summary>
    /// <param name="text">The text of the source.</param>
    public static bool HasKernelMacro(string text) =>
        text.Contains("__global__", StringComparison.Ordinal)
        && Lexer.Read(text).Any(t =>
            t.Kind == TokenKind.Directive && t.Text.Contains("__global__", StringComparison.Ordinal)
        );

    private static ImmutableArray<Token> Code(string text) =>
        [.. Lexer.Read(text).Where(t => t.Kind != TokenKind.Directive)];

    /// <summary>The kernels that code defines: their tokens.</summary>
    /// <param name="tokens">The tokens of the source, without directives.</param>
    internal static IEnumerable<KernelHead> Heads(IReadOnlyList<Token> tokens)
    {
        var closes = Brackets.Closes(tokens);
        return Enumerable
            .Range(0, tokens.Count)
            .Where(i => tokens[i].Is("__global__"))
            .Select(i => HeadAt(tokens, i, closes))
            .OfType<KernelHead>();
    }

    private static KernelHead? HeadAt(IReadOnlyList<Token> tokens, int global, int[] closes)
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
            var close = closes[open];
            // __launch_bounds__(256), or a macro in its place, is followed by the name; the parameters are not.
            if (close + 1 < tokens.Count && tokens[close + 1].Kind == TokenKind.Word)
            {
                i = close;
                continue;
            }

            // Parameters that never end would be read to the end of the file, for each of many kernels.
            return close + 1 < tokens.Count && tokens[close + 1].Is("{") && close - open <= Statement.MostTokens
                ? new(global, i, open, close)
                : null;
        }

        return null;
    }

    private static KernelDeclaration ReadKernel(IReadOnlyList<Token> tokens, KernelHead head, Scopes scopes)
    {
        var before = Statement.Before(tokens, head.Global);
        var parameters = Brackets.Items(tokens, head.Open, head.Close);
        return new(
            tokens[head.Name].Text,
            tokens[head.Global].Line,
            parameters.Count,
            scopes.NamespaceAt(head.Global),
            before.Any(t => t.Is("template")),
            scopes.IsExternC(head.Global) || before.Any(t => t.Kind == TokenKind.Literal && t.Text == "\"C\"")
        )
        {
            MayWrite = [.. parameters.Select(Parameter.MayWrite)],
            Parameters = [.. parameters.Select(Parameter.Read)],
        };
    }

    private static ConstantDeclaration? ReadConstant(IReadOnlyList<Token> tokens, int constant, Scopes scopes)
    {
        var before = Statement.Before(tokens, constant);
        if (before.Any(t => t.Is("extern")) && !before.Any(t => t.Kind == TokenKind.Literal))
            return null;
        var declared = Statement.From(tokens, constant);
        var end = declared.ToList().FindIndex(t => t.Is("[") || t.Is("=") || t.Is(",") || t.Is("("));
        var name = declared.Take(end < 0 ? declared.Count : end).LastOrDefault();
        var behind = constant + declared.Count;
        return name.Kind != TokenKind.Word || name.Is("__constant__")
            ? null
            : new(
                name.Text,
                scopes.NamespaceAt(constant),
                tokens[constant].Line,
                declared.Any(t => t.Is("=")) || behind < tokens.Count && tokens[behind].Is("{")
            );
    }

    private static DynamicSharedArray? ReadDynamicShared(IReadOnlyList<Token> tokens, int shared, Scopes scopes) =>
        DynamicSharedDeclaration.Read(tokens, shared) is { } array
            ? new(
                array.Type,
                array.Name,
                scopes.NamespaceAt(shared) is var ns && ns.Contains(Anonymous, StringComparison.Ordinal) ? "" : ns,
                tokens[shared].Line
            )
            {
                Bounds = array.Bounds,
                IsLocal = scopes.IsInFunction(shared),
            }
            : null;
}
