using System.Collections.Immutable;
using PerfGate.Core.Kernels.Scanning;

namespace PerfGate.Core.Kernels.Outlines;

/// <summary>Which elements of its arrays a kernel reads and writes, as far as its text tells.</summary>
internal sealed class ArrayAccesses
{
    private readonly ImmutableArray<Token> _code;
    private readonly IndexFlow _flow;
    private readonly Dictionary<string, Alias> _aliases;
    private readonly Dictionary<string, Seen> _seen;

    /// <summary>Reads a kernel's body.</summary>
    /// <param name="code">The body.</param>
    /// <param name="arrays">Names of the parameters that are pointers.</param>
    /// <param name="flow">What bounds the body's variables.</param>
    public ArrayAccesses(ImmutableArray<Token> code, ImmutableArray<string> arrays, IndexFlow flow)
    {
        (_code, _flow) = (code, flow);
        _seen = arrays.Distinct().ToDictionary(a => a, _ => new Seen(), StringComparer.Ordinal);
        _aliases = arrays.Distinct().ToDictionary(a => a, a => new Alias(a, []), StringComparer.Ordinal);
        for (var i = 0; i < code.Length; i++)
        {
            if (code[i].Kind == TokenKind.Word && _aliases.TryGetValue(code[i].Text, out var alias))
                Look(i, alias);
        }
    }

    /// <summary>The parameter with what was seen of it.</summary>
    public OutlineParameter Describe(OutlineParameter parameter)
    {
        var seen = _seen[parameter.Name];
        return parameter with
        {
            IsRead = seen.Reads,
            IsReadFirst = seen.ReadsFirst,
            IsWritten = seen.Writes && !parameter.IsConst,
            IsAccumulated = seen.Accumulates,
            IsIndex = seen.Indexes,
            Extent = seen.Index is { } index ? _flow.ExtentOf(index) : null,
        };
    }

    private void Look(int at, Alias alias)
    {
        var seen = _seen[alias.Array];
        if (IsAliasOf(at) is var (name, offset))
        {
            _aliases.TryAdd(name, new(alias.Array, [.. alias.Offset, .. offset]));
            return;
        }

        if (Next(at).Is("["))
        {
            var close = Brackets.Close(_code, at + 1);
            var index = _code[(at + 2)..close];
            seen.Note([.. alias.Offset, .. index]);
            NoteIndices(index);
            Access(seen, at, close + 1);
        }
        else if (at > 0 && _code[at - 1].Is("*"))
        {
            seen.Note(alias.Offset);
            Access(seen, at - 1, at + 1);
        }
        else if (AtomicCall(at))
        {
            seen.Note([.. alias.Offset, .. Next(at).Is("+") ? UntilComma(at + 2) : []]);
            seen.Update();
            seen.Accumulates = true;
        }
        else
        {
            // Passed to a function, or compared: anything may happen to it.
            seen.Reads = seen.Writes = true;
        }
    }

    private void Access(Seen seen, int from, int to)
    {
        var before = from > 0 ? _code[from - 1] : default;
        to = BehindPart(to);
        var (one, two) = (At(to), At(to + 1));
        if (before.Is("&") && AtomicCall(from - 1))
        {
            seen.Update();
            seen.Accumulates = true;
        }
        else if (before.Is("&"))
            seen.Reads = seen.Writes = true;
        else if (IsTwice(one, two) || from > 1 && IsTwice(before, _code[from - 2]))
            seen.Update();
        else if (before.Is("(") && one.Is(")") && two.Is("=") && !At(to + 2).Is("="))
            // FLOAT4(y[i]) = ...: a macro, or a function that returns a reference.
            seen.Writes = true;
        else if (one.Is("=") && !two.Is("="))
        {
            // What is assigned is computed first: x[i] = 2 * x[i].
            if (Statement.From(_code, to).Any(t => _aliases.GetValueOrDefault(t.Text)?.Array == NameAt(from)))
                seen.Read();
            seen.Writes = true;
        }
        else if (
            two.Is("=")
            && one.Kind == TokenKind.Punctuation
            && one.Text is "+" or "-" or "*" or "/" or "%" or "&" or "|" or "^"
        )
            seen.Update();
        else
            seen.Read();
    }

    // Behind what selects a part of an element: .x, .low[3], [j].
    private int BehindPart(int at)
    {
        while (true)
        {
            if (At(at).Is(".") && At(at + 1).Kind == TokenKind.Word)
                at += 2;
            else if (At(at).Is("["))
                at = Brackets.Close(_code, at) + 1;
            else
                return at;
        }
    }

    // The array of an access that begins at a name or at the * before it.
    private string? NameAt(int from) =>
        _aliases.GetValueOrDefault(_code[_code[from].Is("*") ? from + 1 : from].Text)?.Array;

    private void NoteIndices(ImmutableArray<Token> index)
    {
        foreach (var word in index.Where(t => t.Kind == TokenKind.Word))
        {
            if (_aliases.TryGetValue(word.Text, out var inner))
                _seen[inner.Array].Indexes = true;
        }
    }

    // float* row = x + blockIdx.x * n;  or  &x[blockIdx.x * n]
    private (string Name, ImmutableArray<Token> Offset)? IsAliasOf(int at)
    {
        var assign = at - 1;
        if (assign > 0 && _code[assign].Is("&"))
            assign--;
        if (assign < 2 || !_code[assign].Is("=") || _code[assign - 1].Kind != TokenKind.Word)
            return null;
        var declared = Statement.Before(_code, assign);
        if (!declared.Any(t => t.Is("*") || t.Is("auto")))
            return null;
        return (_code[assign - 1].Text, [.. Statement.From(_code, at).Skip(1)]);
    }

    private bool AtomicCall(int at) =>
        at > 1
        && _code[at - 1].Is("(")
        && _code[at - 2].Kind == TokenKind.Word
        && _code[at - 2].Text.StartsWith("atomic", StringComparison.Ordinal);

    private ImmutableArray<Token> UntilComma(int start) =>
        [.. _code.Skip(start).TakeWhile(t => !t.Is(",") && !t.Is(";"))];

    private Token Next(int at) => At(at + 1);

    private Token At(int index) => index < _code.Length ? _code[index] : default;

    private static bool IsTwice(Token one, Token two) => one.Is("+") && two.Is("+") || one.Is("-") && two.Is("-");

    private sealed record Alias(string Array, ImmutableArray<Token> Offset);

    private sealed class Seen
    {
        public bool Reads { get; set; }
        public bool Writes { get; set; }
        public bool Accumulates { get; set; }
        public bool Indexes { get; set; }
        public bool ReadsFirst { get; private set; }

        public void Read() => (ReadsFirst, Reads) = (ReadsFirst || !Writes, true);

        public void Update()
        {
            Read();
            Writes = true;
        }

        /// <summary>All index expressions one after the other: their bounds together are the array's.</summary>
        public ImmutableArray<Token>? Index { get; private set; }

        public void Note(ImmutableArray<Token> index) => Index = Index is { } known ? [.. known, .. index] : index;
    }
}
