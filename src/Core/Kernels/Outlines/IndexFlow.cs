using System.Collections.Immutable;
using System.Globalization;
using PerfGate.Core.Kernels.Scanning;

namespace PerfGate.Core.Kernels.Outlines;

/// <summary>
/// What bounds the variables of a kernel: a comparison with something that follows from parameters, or the index of a
/// thread or a block.
/// </summary>
/// <param name="code">The kernel's body.</param>
/// <param name="scalars">Names of its parameters that are not pointers.</param>
/// <param name="numbers">Names in the source that stand for numbers.</param>
internal sealed class IndexFlow(
    ImmutableArray<Token> code,
    ImmutableArray<string> scalars,
    Dictionary<string, int> numbers
)
{
    // Names that lead to each other are followed no further.
    private const int Deepest = 8;

    private readonly Dictionary<string, List<ImmutableArray<Token>>> _bounds = Bounds(code);
    private readonly Dictionary<string, ImmutableArray<Token>> _initial = Initial(code);

    // Each variable leads to several, so that following all of their ways again and again would take ages.
    private readonly Dictionary<(string Name, int Depth), Found> _followed = [];

    /// <summary>How many values an expression takes.</summary>
    public Extent ExtentOf(IEnumerable<Token> expression)
    {
        var found = new Found();
        Follow([.. expression], found, Deepest);
        return new(
            [.. scalars.Where(found.Sizes.Contains)],
            [.. found.Blocks.Order(StringComparer.Ordinal)],
            [.. found.Threads.Order(StringComparer.Ordinal)]
        );
    }

    /// <summary>The dimension of the grid; null if the kernel does not use it.</summary>
    public OutlineDimension? DimensionOf(string name)
    {
        var uses = Enumerable.Range(0, code.Length).Where(i => IsBuiltIn(i, "blockIdx", name)).ToList();
        if (uses.Count == 0)
            return null;
        foreach (var at in uses)
        {
            var sizes = VariableInitialisedAround(at) is { } variable ? BoundOf(variable) : [];
            if (Multiplier(code, at) is var (_, tile))
                return new(name, sizes, true, tile);
            if (!sizes.IsEmpty)
                return new(name, sizes, false, null);
        }

        return new(name, [], false, null);
    }

    private ImmutableArray<string> BoundOf(string variable)
    {
        var found = new Found();
        foreach (var bound in _bounds.GetValueOrDefault(variable, []))
            Follow(bound, found, Deepest);
        return [.. scalars.Where(found.Sizes.Contains)];
    }

    private void Follow(ImmutableArray<Token> expression, Found found, int depth)
    {
        for (var i = 0; i < expression.Length && depth > 0; i++)
        {
            if (expression[i].Kind != TokenKind.Word || i > 0 && expression[i - 1].Is("."))
                continue;
            var word = expression[i].Text;
            if (scalars.Contains(word))
                found.Sizes.Add(word);
            else if (word == "blockIdx" && i + 2 < expression.Length)
                (Multiplier(expression, i) is null ? found.Blocks : found.Threads).Add(expression[i + 2].Text);
            else
                FollowVariable(word, found, depth - 1);
        }
    }

    private void FollowVariable(string name, Found found, int depth)
    {
        if (!_followed.TryGetValue((name, depth), out var followed))
            _followed.Add((name, depth), followed = Followed(name, depth));
        found.Add(followed);
    }

    private Found Followed(string name, int depth)
    {
        var (bounded, found) = (new Found(), new Found());
        foreach (var bound in _bounds.GetValueOrDefault(name, []))
            Follow(bound, bounded, depth);
        if (bounded.Sizes.Count > 0)
            found.Sizes.UnionWith(bounded.Sizes);
        else if (_initial.TryGetValue(name, out var initial) && initial.All(t => !t.Is(name)))
            Follow(initial, found, depth);
        return found;
    }

    // blockIdx.x times the block's size, or times a number of the source: then threads are counted.
    private (bool PerThread, int? Tile)? Multiplier(ImmutableArray<Token> tokens, int blockIdx) =>
        IsStar(tokens, blockIdx + 3) ? Factor(tokens, blockIdx + 4)
        : IsStar(tokens, blockIdx - 1) ? Factor(tokens, blockIdx - 2)
        : null;

    private (bool PerThread, int? Tile)? Factor(ImmutableArray<Token> tokens, int at)
    {
        // (size_t)blockDim.x
        while (at >= 0 && at < tokens.Length && tokens[at].Is("("))
            at = Brackets.Close(tokens, at) + 1;
        if (at < 0 || at >= tokens.Length)
            return null;
        // blockDim.x * blockIdx.x ends with the dimension.
        if (tokens[at].Is("blockDim") || at >= 2 && tokens[at - 2].Is("blockDim"))
            return (true, null);
        return Number(tokens[at].Text) is { } number ? (true, number) : null;
    }

    private int? Number(string text) =>
        numbers.TryGetValue(text, out var number)
        || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)
            ? number
            : null;

    private string? VariableInitialisedAround(int at)
    {
        for (var i = at; i > 0 && !code[i].Is(";") && !code[i].Is("{"); i--)
        {
            if (IsAssignment(code, i) && code[i - 1].Kind == TokenKind.Word)
                return code[i - 1].Text;
        }

        return null;
    }

    private bool IsBuiltIn(int at, string name, string dimension) =>
        code[at].Is(name) && at + 2 < code.Length && code[at + 1].Is(".") && code[at + 2].Is(dimension);

    private static bool IsStar(ImmutableArray<Token> tokens, int at) =>
        at >= 0 && at < tokens.Length && tokens[at].Is("*");

    private static bool IsAssignment(ImmutableArray<Token> tokens, int at) =>
        tokens[at].Is("=")
        && (at + 1 >= tokens.Length || !tokens[at + 1].Is("="))
        && at > 0
        && !(tokens[at - 1].Kind == TokenKind.Punctuation && "=<>!+-*/%&|^".Contains(tokens[at - 1].Text[0]));

    // WORD < EXPRESSION, and the same the other way round, as in "if (i >= n) return;".
    private static Dictionary<string, List<ImmutableArray<Token>>> Bounds(ImmutableArray<Token> code)
    {
        var bounds = new Dictionary<string, List<ImmutableArray<Token>>>(StringComparer.Ordinal);
        for (var i = 1; i + 1 < code.Length; i++)
        {
            if (code[i].Text is not ("<" or ">") || code[i - 1].Kind != TokenKind.Word || code[i + 1].Is(code[i].Text))
                continue;
            var start = code[i + 1].Is("=") ? i + 2 : i + 1;
            if (!bounds.TryGetValue(code[i - 1].Text, out var known))
                bounds.Add(code[i - 1].Text, known = []);
            known.Add(Expression(code, start));
        }

        return bounds;
    }

    private static Dictionary<string, ImmutableArray<Token>> Initial(ImmutableArray<Token> code)
    {
        var initial = new Dictionary<string, ImmutableArray<Token>>(StringComparer.Ordinal);
        for (var i = 1; i < code.Length; i++)
        {
            if (code[i - 1].Kind == TokenKind.Word && IsAssignment(code, i))
                initial.TryAdd(code[i - 1].Text, Expression(code, i + 1));
        }

        return initial;
    }

    private static ImmutableArray<Token> Expression(ImmutableArray<Token> code, int start)
    {
        var end = start;
        for (var depth = 0; end < code.Length; end++)
        {
            if (code[end].Text is "(" or "[")
                depth++;
            else if (code[end].Text is ")" or "]" && depth-- == 0)
                break;
            else if (depth == 0 && code[end].Text is ";" or "," or "&" or "|" or "?" or "{" or "}")
                break;
        }

        return code[start..end];
    }

    private sealed class Found
    {
        public HashSet<string> Sizes { get; } = new(StringComparer.Ordinal);
        public HashSet<string> Blocks { get; } = new(StringComparer.Ordinal);
        public HashSet<string> Threads { get; } = new(StringComparer.Ordinal);

        public void Add(Found other)
        {
            Sizes.UnionWith(other.Sizes);
            Blocks.UnionWith(other.Blocks);
            Threads.UnionWith(other.Threads);
        }
    }
}
