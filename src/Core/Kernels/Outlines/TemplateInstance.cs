using System.Collections.Immutable;
using PerfGate.Core.Kernels.Scanning;

namespace PerfGate.Core.Kernels.Outlines;

/// <summary>An instance of a kernel's template: its text has arguments in place of parameters.</summary>
internal sealed class TemplateInstance
{
    private readonly Dictionary<string, string> _arguments;

    private TemplateInstance(Dictionary<string, string> arguments, bool isLaunched)
    {
        _arguments = arguments;
        IsLaunched = isLaunched;
    }

    /// <summary>
    /// The arguments as a manifest writes them behind the kernel's name, such as <c>&lt;float, 4&gt;</c>.
    /// </summary>
    public string Text => $"<{string.Join(", ", _arguments.Values)}>";

    /// <summary>Whether a source launches it, or names it as a template's instance elsewhere.</summary>
    public bool IsLaunched { get; }

    /// <summary>
    /// An instance that a source names, the first whose arguments are plain types and numbers; else that of
    /// <c>float</c> and <c>int</c>, if the parameters of the template are types, or have default values.
    /// </summary>
    /// <param name="kernel">The name of the kernel.</param>
    /// <param name="declared">The tokens in front of the kernel, <c>template</c> among them.</param>
    /// <param name="taken">The tokens of each parameter of the kernel.</param>
    /// <param name="sources">The tokens of each source, without directives.</param>
    /// <param name="types">The types that sources have other names for.</param>
    /// <param name="numbers">Names in the sources that stand for numbers.</param>
    /// <returns>Null where no source says what the arguments are.</returns>
    public static TemplateInstance? Of(
        string kernel,
        IReadOnlyList<Token> declared,
        IReadOnlyList<IReadOnlyList<Token>> taken,
        IEnumerable<ImmutableArray<Token>> sources,
        SimpleTypes types,
        IReadOnlyDictionary<string, int> numbers)
    {
        if (ParametersIn(declared) is not { } parameters)
            return null;
        // Names of types and numbers may be others where the instance is named.
        string? Argument(TemplateParameter parameter, string? text) =>
            text is null ? null
            : parameter.IsType ? (types.IsKnown(text) ? types.Of(text) : null)
            : IsNumber(text) ? text
            : numbers.TryGetValue(text, out var number) ? $"{number}"
            : null;
        foreach (var arguments in sources.SelectMany(s => Named(s, kernel)))
        {
            var all = arguments
                .Concat(parameters.Skip(arguments.Count).Select(p => p.Default))
                .Zip(parameters)
                .Select(a => Argument(a.Second, a.First))
                .ToList();
            if (arguments.Count <= parameters.Count && all.TrueForAll(a => a is not null))
                return new(Arguments(parameters, all!), isLaunched: true);
        }

        var guessed = parameters
            .Select(p => Argument(p, p.Default) ?? (p.IsType ? Guess(p.Name, taken) : null))
            .ToList();
        return guessed.TrueForAll(g => g is not null)
            ? new(Arguments(parameters, guessed!), isLaunched: false)
            : null;
    }

    /// <summary>The code of this instance.</summary>
    /// <param name="tokens">Tokens of the template.</param>
    public IEnumerable<Token> In(IEnumerable<Token> tokens) =>
        tokens.Select(t => t.Kind == TokenKind.Word && _arguments.TryGetValue(t.Text, out var argument)
            ? t with { Text = argument }
            : t);

    // A type of numbers that are passed by value, and of no array, is one of sizes. What no parameter has may be
    // anything, such as a class with constants.
    private static string? Guess(string type, IReadOnlyList<IReadOnlyList<Token>> taken)
    {
        var uses = taken.Where(p => p.Any(t => t.Is(type))).ToList();
        return uses.Count == 0 ? null
            : !uses.Exists(p => p.Any(t => t.Is("*") || t.Is("["))) ? "int"
            : "float";
    }

    private static Dictionary<string, string> Arguments(
        IReadOnlyList<TemplateParameter> parameters, IEnumerable<string> arguments) =>
        parameters.Zip(arguments).ToDictionary(p => p.First.Name, p => p.Second, StringComparer.Ordinal);

    // NAME<ARGUMENTS>, launched or passed on. The definition of a specialisation reads the same.
    private static IEnumerable<IReadOnlyList<string>> Named(ImmutableArray<Token> tokens, string kernel)
    {
        for (var i = 0; i + 2 < tokens.Length; i++)
        {
            if (!tokens[i].Is(kernel) || !tokens[i + 1].Is("<") || tokens[i + 2].Is("<"))
                continue;
            var close = Brackets.Close(tokens, i + 1);
            if (tokens[close].Is(">"))
                yield return [.. Brackets.Items(tokens, i + 1, close).Select(TextOf)];
        }
    }

    private static string TextOf(IEnumerable<Token> tokens) =>
        string.Join(' ', tokens.Where(t => !t.Is("std") && !t.Is("::")).Select(t => t.Text));

    private static List<TemplateParameter>? ParametersIn(IReadOnlyList<Token> declared)
    {
        var at = declared.ToList().FindLastIndex(t => t.Is("template"));
        if (at < 0 || at + 1 >= declared.Count || !declared[at + 1].Is("<"))
            return null;
        var close = Brackets.Close(declared, at + 1);
        var parameters = Brackets.Items(declared, at + 1, close).Select(ParameterOf).ToList();
        return parameters.Exists(p => p is null) || parameters.DistinctBy(p => p!.Name).Count() != parameters.Count
            ? null
            : [.. parameters.Select(p => p!)];
    }

    // A parameter that stands for several, or for a template, is not guessed.
    private static TemplateParameter? ParameterOf(IReadOnlyList<Token> tokens)
    {
        var equals = tokens.ToList().FindIndex(t => t.Is("="));
        var left = equals < 0 ? tokens : [.. tokens.Take(equals)];
        if (left is not [var first, .., { Kind: TokenKind.Word } name] || left.Any(t => t.Is("<") || t.Is(".")))
            return null;
        return new(
            name.Text, first.Is("typename") || first.Is("class"), equals < 0 ? null : TextOf(tokens.Skip(equals + 1)));
    }

    private static bool IsNumber(string text) =>
        text is "true" or "false" || text.Length > 0 && text.All(char.IsAsciiDigit);

    private sealed record TemplateParameter(string Name, bool IsType, string? Default);
}
