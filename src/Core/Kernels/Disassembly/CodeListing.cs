using System.Collections.Immutable;

namespace PerfGate.Core.Kernels.Disassembly;

/// <summary>
/// The machine code of one kernel and of all that it calls in its object, as a disassembler prints it.
/// </summary>
/// <param name="Functions">The functions, the kernel's own first.</param>
public sealed record CodeListing(ImmutableArray<CodeFunction> Functions)
{
    /// <summary>A kernel and what it reaches by name, in the order in which it is first named.</summary>
    /// <param name="all">Every function of the object.</param>
    /// <param name="kernel">The kernel's symbol.</param>
    /// <returns>The listing; null if the object does not have the kernel.</returns>
    public static CodeListing? Reached(IReadOnlyCollection<CodeFunction> all, string kernel)
    {
        var byName = all.DistinctBy(f => f.Name).ToDictionary(f => f.Name, StringComparer.Ordinal);
        if (!byName.ContainsKey(kernel))
            return null;
        var order = new List<string> { kernel };
        var seen = new HashSet<string>(order, StringComparer.Ordinal);
        for (var at = 0; at < order.Count; at++)
            order.AddRange(byName[order[at]].Names.Where(n => byName.ContainsKey(n) && seen.Add(n)));
        return new([.. order.Select(n => byName[n])]);
    }
}

/// <summary>One function of a listing.</summary>
/// <param name="Name">Its symbol.</param>
/// <param name="Lines">Its instructions, without padding.</param>
/// <param name="Names">The symbols that it refers to.</param>
public sealed record CodeFunction(string Name, ImmutableArray<CodeLine> Lines, ImmutableArray<string> Names);

/// <summary>One instruction.</summary>
/// <param name="Text">As it is printed.</param>
/// <param name="Normal">The same without registers, code addresses and labels: what is compared.</param>
/// <param name="Block">The number of its basic block in the function, counted from 0.</param>
/// <param name="InLoop">Whether a branch leads back over it.</param>
public sealed record CodeLine(string Text, string Normal, int Block, bool InLoop)
{
    /// <summary>The operation alone: <c>LDG</c> of <c>@P0 LDG.E R2, [R2.64]</c>, or <c>vaddps</c>.</summary>
    public string Operation
    {
        get
        {
            var words = Normal.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var word = words.FirstOrDefault(w => !w.StartsWith('@')) ?? "";
            var dot = word.IndexOf('.', StringComparison.Ordinal);
            return dot > 0 ? word[..dot] : word;
        }
    }
}

/// <summary>Puts instructions, labels and branches together to a function.</summary>
internal sealed class FunctionBuilder(string name)
{
    private readonly List<(string Text, string Normal, string? Target, bool Ends)> _lines = [];
    private readonly Dictionary<string, int> _labels = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];

    /// <summary>A place that branches lead to: before the next instruction.</summary>
    public void Label(string label) => _labels[label] = _lines.Count;

    /// <summary>A symbol that the function refers to.</summary>
    public void Refer(string symbol) => _names.Add(symbol);

    /// <summary>An instruction.</summary>
    /// <param name="text">As it is printed.</param>
    /// <param name="normal">The instruction, normalised.</param>
    /// <param name="target">The label that it may branch to; null for none.</param>
    /// <param name="ends">Whether a block ends behind it.</param>
    public void Add(string text, string normal, string? target, bool ends) => _lines.Add((text, normal, target, ends));

    /// <summary>Replaces the normal form of the last instruction, whose operand a relocation names.</summary>
    public void Rename(Func<string, string> change)
    {
        if (_lines.Count > 0)
            _lines[^1] = _lines[^1] with { Normal = change(_lines[^1].Normal) };
    }

    /// <summary>The function.</summary>
    public CodeFunction Build()
    {
        var starts = new bool[_lines.Count + 1];
        var loops = new int[_lines.Count + 1];
        for (var i = 0; i < _lines.Count; i++)
        {
            if (_lines[i].Ends)
                starts[i + 1] = true;
            if (_lines[i].Target is not { } target || !_labels.TryGetValue(target, out var to))
                continue;
            starts[Math.Min(to, _lines.Count)] = true;
            // A branch to itself is how a function's padding begins.
            if (to >= i)
                continue;
            loops[to]++;
            loops[i + 1]--;
        }

        var lines = ImmutableArray.CreateBuilder<CodeLine>(_lines.Count);
        for (int i = 0, block = 0, depth = 0; i < _lines.Count; i++)
        {
            if (i > 0 && starts[i])
                block++;
            depth += loops[i];
            lines.Add(new(_lines[i].Text, _lines[i].Normal, block, depth > 0));
        }

        return new(name, lines.DrainToImmutable(), [.. _names.Distinct()]);
    }
}
