using System.Collections.Immutable;
using PerfGate.Core.Kernels.Scanning;

namespace PerfGate.Core.Kernels.Outlines;

/// <summary>Numbers' types of C++ and CUDA, and the other names that sources give them.</summary>
internal sealed class SimpleTypes
{
    // Names that lead to each other are followed no further.
    private const int Deepest = 8;

    private static readonly ImmutableHashSet<string> Words =
    [
        "unsigned", "signed", "int", "long", "short", "char", "float", "double", "bool", "half", "__half", "half2",
        "__half2", "__nv_bfloat16", "nv_bfloat16", "__nv_bfloat162", "nv_bfloat162", "int8_t", "int16_t", "int32_t",
        "int64_t", "uint8_t", "uint16_t", "uint32_t", "uint64_t", "size_t", "ptrdiff_t", "uint", "uchar", "ushort",
        "ulong",
    ];

    private readonly Dictionary<string, string> _aliases = new(StringComparer.Ordinal);

    /// <summary>
    /// Reads the names that a source gives to such types, by <c>typedef</c>, <c>using</c> and <c>#define</c>. The first
    /// of several definitions counts.
    /// </summary>
    /// <param name="tokens">The tokens of the source, directives included.</param>
    public void Add(IReadOnlyList<Token> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Kind == TokenKind.Directive)
                AddMacro(tokens[i].Text);
            else if (tokens[i].Is("typedef"))
                AddNamed([.. Statement.From(tokens, i + 1)]);
            else if (tokens[i].Is("using") && i + 2 < tokens.Count && tokens[i + 2].Is("="))
                AddAlias(tokens[i + 1].Text, Statement.From(tokens, i + 3).Select(t => t.Text));
        }
    }

    /// <summary>The type that a text stands for: itself, where it is no other name of a type.</summary>
    /// <param name="type">The type as written, in words.</param>
    public string Of(string type)
    {
        for (var i = 0; i < Deepest && _aliases.TryGetValue(type, out var other); i++)
            type = other;
        return type;
    }

    /// <summary>Whether a text is a type of numbers, or another name of one.</summary>
    /// <param name="type">The type as written, in words.</param>
    public bool IsKnown(string type) => IsType(Of(type).Split(' '));

    /// <summary>Whether a type is one of floating-point numbers, which count nothing.</summary>
    /// <param name="type">The type, in words.</param>
    public static bool IsReal(string type) => type is "float" or "double" or "half" or "__half" or "__nv_bfloat16";

    private void AddMacro(string directive)
    {
        var words = directive
            .TrimStart('#', ' ', '\t')
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words is ["define", var name, _, ..])
            AddAlias(name, words.Skip(2));
    }

    private void AddNamed(ImmutableArray<Token> declared)
    {
        if (declared.Length > 1)
            AddAlias(declared[^1].Text, declared.SkipLast(1).Select(t => t.Text));
    }

    // What it stands for may be another such name, which may follow later.
    private void AddAlias(string name, IEnumerable<string> type)
    {
        var words = type.Where(w => w is not ("const" or "std" or "::")).ToList();
        if (words.Count == 1 && words[0] != name && IsWord(words[0]) || words.Count > 1 && IsType(words))
            _aliases.TryAdd(name, string.Join(' ', words));
    }

    private static bool IsWord(string text) => char.IsLetter(text[0]) || text[0] == '_';

    private static bool IsType(IReadOnlyList<string> words) =>
        words.All(Words.Contains) || words is [{ Length: > 1 } vector] && IsVector(vector);

    private static bool IsVector(string name) =>
        name[^1] is >= '1' and <= '4'
        && name[..^1] is "char" or "uchar" or "short" or "ushort" or "int" or "uint" or "long" or "ulong" or "longlong"
            or "ulonglong" or "float" or "double";
}
