using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PerfGate.Core.Kernels.Scanning;

namespace PerfGate.Core.Kernels;

/// <summary>
/// A kernel as a manifest names it: <c>scale</c>, <c>ns::scale</c>, an instance of a template,
/// <c>ns::scale&lt;16, float&gt;</c>, or one of several overloads, <c>scale(const float*, int)</c>.
/// </summary>
/// <param name="Written">The whole name.</param>
/// <param name="Namespaces">The namespaces that are named.</param>
/// <param name="Name">The function's own name.</param>
/// <param name="TemplateArguments">What is in the angle brackets; null without them.</param>
/// <param name="Parameters">What is in the parentheses; null without them.</param>
public sealed record KernelName(
    string Written,
    ImmutableArray<string> Namespaces,
    string Name,
    string? TemplateArguments,
    string? Parameters
)
{
    /// <summary>Reads a name.</summary>
    /// <param name="written">The name, as the schema of manifests allows it.</param>
    public static KernelName Parse(string written)
    {
        var end = written.AsSpan().IndexOfAny('<', '(') is >= 0 and var bracket ? bracket : written.Length;
        var parts = written[..end].Split("::", StringSplitOptions.TrimEntries);
        var open = end < written.Length && written[end] == '<' ? end : -1;
        var close = open < 0 ? end - 1 : Close(written, open);
        var parameters = written.IndexOf('(', Math.Min(close + 1, written.Length));
        return new(
            written,
            [.. parts[..^1].Where(p => p.Length > 0)],
            parts[^1],
            open < 0 ? null : written[(open + 1)..Math.Max(open + 1, close)].Trim(),
            parameters < 0 ? null : written[(parameters + 1)..].TrimEnd().TrimEnd(')').Trim()
        );
    }

    /// <summary>Whether it is a name alone, without namespace, arguments and parameters.</summary>
    public bool IsPlain => Namespaces.IsEmpty && TemplateArguments is null && Parameters is null;

    /// <summary>What its export is called: the name where it is plain, and else an identifier of its own.</summary>
    public string Export =>
        IsPlain ? Name : $"{Name}_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Written)))[..8]}";

    /// <summary>Whether a declaration may be of this kernel.</summary>
    /// <param name="kernel">The declaration.</param>
    public bool Fits(KernelDeclaration kernel) =>
        kernel.Name == Name && EndsWith(PartsOf(kernel.Namespace), Namespaces);

    /// <summary>The C++ expression of the function.</summary>
    /// <param name="declared">Its declaration; null if no text of it was found.</param>
    public string Expression(KernelDeclaration? declared)
    {
        var path = declared is null ? Namespaces : PartsOf(declared.Namespace);
        var arguments = TemplateArguments is null ? "" : $"<{TemplateArguments}>";
        return $"{string.Concat(path.Select(p => p + "::"))}{Name}{arguments}";
    }

    /// <summary>The namespaces of a joined name, those without a name left out.</summary>
    internal static ImmutableArray<string> PartsOf(string joined) =>
        [.. joined.Split("::", StringSplitOptions.RemoveEmptyEntries).Where(n => n != "(anonymous)")];

    /// <summary>Whether the last of some names are certain others.</summary>
    internal static bool EndsWith(IReadOnlyList<string> names, IReadOnlyList<string> last) =>
        names.Count >= last.Count && names.Skip(names.Count - last.Count).SequenceEqual(last);

    /// <summary>
    /// Whether a demangled symbol, such as <c>void ns::scale&lt;16, float&gt;(float const*, int)</c>, is this kernel.
    /// Types are compared word by word, and <c>const float*</c> is <c>float const*</c>. Template arguments that the
    /// name leaves out may follow.
    /// </summary>
    /// <param name="demangled">The demangled symbol.</param>
    public bool IsDemangled(string demangled)
    {
        var (arguments, parameters) = Lists(demangled, Name);
        var wanted = TemplateArguments is null ? [] : Split($"({TemplateArguments})");
        if (wanted.Count > arguments.Count || !wanted.Zip(arguments).All(pair => IsArgument(pair.First, pair.Second)))
            return false;
        if (Parameters is null)
            return true;
        var expected = Types(Split($"({Parameters})"));
        return parameters.Count == expected.Count
            && (
                Types(parameters).SequenceEqual(expected)
                || parameters.Select(p => Type(Substituted(p, arguments))).SequenceEqual(expected)
            );
    }

    /// <summary>
    /// Whether a demangled symbol may be this instance, if a template argument is written by a name of its own: an
    /// alias of a type, an enumerator, a constant. The demangler writes what they stand for.
    /// </summary>
    /// <param name="demangled">The demangled symbol.</param>
    public bool MayBeDemangled(string demangled)
    {
        if (TemplateArguments is null)
            return false;
        var (arguments, _) = Lists(demangled, Name);
        var wanted = Split($"({TemplateArguments})");
        return wanted.Count <= arguments.Count
            && wanted
                .Zip(arguments)
                .All(pair => Type(pair.First) == Type(pair.Second) || pair.First.Any(HasNameOfItsOwn))
            && (this with { TemplateArguments = null }).IsDemangled(demangled);
    }

    private static bool IsArgument(IReadOnlyList<Token> wanted, IReadOnlyList<Token> demangled) =>
        Type(wanted) == Type(demangled)
        || FunctionArgument.NameIn(demangled) is { Count: > 0 } function
            && Type(FunctionArgument.Named(wanted)) == Type(function);

    private static bool HasNameOfItsOwn(Token token) =>
        token.Kind == TokenKind.Word && Word(token) == token.Text && !_builtIn.Contains(token.Text);

    private static readonly ImmutableHashSet<string> _builtIn =
    [
        "bool", "char", "short", "long", "unsigned", "float", "double", "void", "const", "volatile", "__half",
        "__half2", "__nv_bfloat16", "__nv_bfloat162",
    ];

    // CUDA's demangler writes T2 in a parameter for the second template argument.
    private static IReadOnlyList<Token> Substituted(
        IReadOnlyList<Token> parameter,
        IReadOnlyList<IReadOnlyList<Token>> arguments
    ) =>
        [
            .. parameter
                .SelectMany(token =>
                    token.Text.StartsWith('T')
                    && int.TryParse(
                        token.Text.AsSpan(1),
                        NumberStyles.None,
                        CultureInfo.InvariantCulture,
                        out var number
                    )
                    && number >= 1
                    && number <= arguments.Count
                        ? arguments[number - 1]
                        : [token]
                )
                .Take(Statement.MostTokens),
        ];

    // CUDA's demangler writes (int)2 for a 2, in nested lists too.
    private static IEnumerable<Token> WithoutCasts(IReadOnlyList<Token> item)
    {
        var closes = Brackets.Closes(item);
        for (var i = 0; i < item.Count; i++)
        {
            if (item[i].Is("(") && (i == 0 || item[i - 1].Is("<") || item[i - 1].Is(",")))
            {
                var next = closes[i] + 1;
                if (next < item.Count && (item[next].Kind == TokenKind.Literal || item[next].Is("-")))
                    i = next;
            }

            yield return item[i];
        }
    }

    private static int Close(string written, int open)
    {
        var (angles, parentheses) = (0, 0);
        for (var i = open; i < written.Length; i++)
        {
            // A > in parentheses compares.
            parentheses += written[i] switch
            {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            angles +=
                parentheses > 0
                    ? 0
                    : written[i] switch
                    {
                        '<' => 1,
                        '>' => -1,
                        _ => 0,
                    };
            if (angles == 0)
                return i;
        }

        return written.Length - 1;
    }

    // The template arguments and the parameters behind a function's name in a demangled symbol.
    private static (
        IReadOnlyList<IReadOnlyList<Token>> Arguments,
        IReadOnlyList<IReadOnlyList<Token>> Parameters
    ) Lists(string demangled, string name)
    {
        var tokens = Lexer.Read(demangled);
        for (var i = 0; i + 1 < tokens.Count; i++)
        {
            if (!tokens[i].Is(name) || !tokens[i + 1].Is("<") && !tokens[i + 1].Is("("))
                continue;
            var close = tokens[i + 1].Is("<") ? Brackets.Close(tokens, i + 1) : i;
            var open = close + 1;
            if (open < tokens.Count && tokens[open].Is("("))
                return (
                    close > i ? Items(tokens, i + 1, close) : [],
                    Items(tokens, open, Brackets.Close(tokens, open))
                );
        }

        return ([], []);
    }

    private static IReadOnlyList<IReadOnlyList<Token>> Split(string list)
    {
        var tokens = Lexer.Read(list);
        return Items(tokens, 0, tokens.Count - 1);
    }

    private static IReadOnlyList<IReadOnlyList<Token>> Items(IReadOnlyList<Token> tokens, int open, int close) =>
        close <= open + 1 ? [] : Brackets.Items(tokens, open, close);

    private static List<string> Types(IReadOnlyList<IReadOnlyList<Token>> items) =>
        [.. items.Select(Type)];

    private static string Type(IReadOnlyList<Token> item) =>
        string.Join(' ', ConstLast([.. WithoutCasts(item)]).Select(Word).Where(w => w.Length > 0));

    // float const, as demanglers write it, for const float.
    private static IEnumerable<Token> ConstLast(IReadOnlyList<Token> item)
    {
        if (item.Count == 0 || !item[0].Is("const"))
            return item;
        var end = 1;
        while (end < item.Count && (item[end].Kind == TokenKind.Word || item[end].Is("::") || item[end].Is("<")))
            end = item[end].Is("<") ? Brackets.Close(item, end) + 1 : end + 1;
        return item.Skip(1).Take(end - 1).Append(item[0]).Concat(item.Skip(end));
    }

    // Spellings of one type or number.
    private static string Word(Token token) =>
        token.Text switch
        {
            "int" or "signed" or "::" or "typename" or "struct" or "class" => "",
            "true" => "1",
            "false" => "0",
            "half" => "__half",
            "half2" => "__half2",
            "nv_bfloat16" => "__nv_bfloat16",
            "nv_bfloat162" => "__nv_bfloat162",
            "int8_t" => "char",
            "uint8_t" => "unsigned char",
            "int16_t" => "short",
            "uint16_t" => "unsigned short",
            "int32_t" => "",
            "uint" or "uint32_t" => "unsigned",
            "int64_t" or "ptrdiff_t" => "long",
            "size_t" or "uint64_t" => "unsigned long",
            var text when token.Kind == TokenKind.Literal && text.Length > 0 && char.IsAsciiDigit(text[0]) =>
                text.TrimEnd('u', 'U', 'l', 'L'),
            var text => text,
        };
}
