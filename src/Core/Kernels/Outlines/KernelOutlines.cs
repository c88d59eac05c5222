using System.Collections.Immutable;
using System.Globalization;
using PerfGate.Core.Kernels.Scanning;

namespace PerfGate.Core.Kernels.Outlines;

/// <summary>Reads the outlines of the kernels of a <c>.cu</c> file, without a compiler.</summary>
public static class KernelOutlines
{
    private static readonly string[] Dimensions = ["x", "y", "z"];

    /// <summary>The outlines of the kernels that a source defines, in its order.</summary>
    /// <param name="text">The text of the source.</param>
    public static ImmutableArray<KernelOutline> Read(string text) => Read([new SourceText("", text, [])]);

    /// <summary>The outlines of the kernels that a source and its includes define, in the order of the files.</summary>
    /// <param name="files">The source and its includes.</param>
    public static ImmutableArray<KernelOutline> Read(IReadOnlyList<SourceText> files)
    {
        var names = new Names([], new(), new(StringComparer.Ordinal));
        foreach (var file in files)
        {
            var all = Lexer.Read(file.Text);
            names.Sources.Add([.. all.Where(t => t.Kind != TokenKind.Directive)]);
            names.Types.Add(all);
            AddNumbers(all, names.Sources[^1], names.Numbers);
        }

        return
        [
            .. files.SelectMany((f, i) => KernelSourceScanner
                .Scan(f.Text)
                .Select(k => Of(k with { Path = f.Path }, names.Sources[i], names))
                .OfType<KernelOutline>()),
        ];
    }

    private static KernelOutline? Of(KernelDeclaration kernel, ImmutableArray<Token> tokens, Names names)
    {
        var global = Enumerable
            .Range(0, tokens.Length)
            .First(i => tokens[i].Is("__global__") && tokens[i].Line == kernel.Line);
        var name = Enumerable
            .Range(global, tokens.Length - global - 1)
            .FirstOrDefault(i => tokens[i].Is(kernel.Name) && tokens[i + 1].Is("("), -1);
        // A specialisation has its template's arguments in between.
        if (name < 0)
            return null;
        var open = name + 1;
        var close = Brackets.Close(tokens, open);
        // The scanner has found it, so that its body follows here.
        var body = Enumerable.Range(close, tokens.Length - close).First(i => tokens[i].Is("{"));
        var taken = Brackets.Items(tokens, open, close);
        var instance = kernel.IsTemplate
            ? TemplateInstance.Of(
                kernel.Name, Statement.Before(tokens, global), taken, names.Sources, names.Types, names.Numbers)
            : null;
        IEnumerable<Token> Instantiated(IEnumerable<Token> part) => instance?.In(part) ?? part;
        var parameters = taken.Select(p => ReadParameter([.. Instantiated(p)], names.Types)).ToImmutableArray();
        if (parameters.Any(p => p is null))
            return null;
        ImmutableArray<Token> code = [.. Instantiated(tokens[(body + 1)..Brackets.Close(tokens, body)])];
        var counts = parameters.Where(p => !p!.IsPointer && !SimpleTypes.IsReal(p.Type)).Select(p => p!.Name);
        var flow = new IndexFlow(code, [.. counts], names.Numbers);
        var accesses = new ArrayAccesses(code, [.. parameters.Where(p => p!.IsPointer).Select(p => p!.Name)], flow);
        return new(kernel.Name, kernel.Line, kernel.IsTemplate)
        {
            Path = kernel.Path,
            Instance = instance?.Text ?? "",
            IsLaunchedInstance = instance is { IsLaunched: true },
            Parameters = [.. parameters.Select(p => p!.IsPointer ? accesses.Describe(p) : p)],
            Grid = [.. Dimensions.Select(flow.DimensionOf).TakeWhile(d => d is not null).Select(d => d!)],
            SharedType = SharedType(code) is { } shared ? names.Types.Of(shared) : null,
        };
    }

    private static OutlineParameter? ReadParameter(IReadOnlyList<Token> tokens, SimpleTypes types)
    {
        var declared = tokens.TakeWhile(t => !t.Is("=") && !t.Is("[")).ToList();
        var words = declared.Where(t => t.Kind == TokenKind.Word).Select(t => t.Text).ToList();
        if (words.Count < 2)
            return null;
        var pointer = tokens.Any(t => t.Is("*") || t.Is("["));
        var addresses = tokens.Count(t => t.Is("*")) > 1;
        var type = words
            .SkipLast(1)
            .Where(w =>
                w is not ("const" or "volatile" or "std") && !w.StartsWith("__restrict", StringComparison.Ordinal)
            );
        return new(words[^1], types.Of(string.Join(' ', type)), pointer, pointer && !Parameter.MayWrite(tokens))
        {
            IsTable = addresses,
        };
    }

    // #define TILE 32 and constexpr int TILE = 32.
    private static void AddNumbers(
        IReadOnlyList<Token> all, ImmutableArray<Token> tokens, Dictionary<string, int> numbers)
    {
        foreach (var directive in all.Where(t => t.Kind == TokenKind.Directive))
        {
            var words = directive
                .Text.TrimStart('#', ' ', '\t')
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words is ["define", var name, var value] && Whole(value.Trim('(', ')')) is { } number)
                numbers[name] = number;
        }

        for (var i = 0; i + 2 < tokens.Length; i++)
        {
            if (
                tokens[i].Kind == TokenKind.Word
                && tokens[i + 1].Is("=")
                && Whole(tokens[i + 2].Text) is { } number
                && Statement.Before(tokens, i).Any(t => t.Is("constexpr") || t.Is("const"))
            )
                numbers[tokens[i].Text] = number;
        }
    }

    private static int? Whole(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? SharedType(ImmutableArray<Token> code)
    {
        var at = Enumerable.Range(0, code.Length).FirstOrDefault(i => code[i].Is("extern"), -1);
        if (at < 0)
            return null;
        var declared = Statement.WithoutAttributes(Statement.From(code, at).TakeWhile(t => !t.Is("["))).ToList();
        return string.Join(
            ' ',
            declared.SkipLast(1).Where(t => !t.Is("extern") && !t.Is("__shared__")).Select(t => t.Text)
        );
    }

    // What the sources say outside of a kernel.
    private sealed record Names(
        List<ImmutableArray<Token>> Sources, SimpleTypes Types, Dictionary<string, int> Numbers);
}
