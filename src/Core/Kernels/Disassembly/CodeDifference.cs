using System.Collections.Immutable;

namespace PerfGate.Core.Kernels.Disassembly;

/// <summary>How the machine code of a kernel differs from the reference's.</summary>
/// <param name="Added">Instructions that only the candidate has.</param>
/// <param name="Removed">Instructions that only the reference has.</param>
/// <param name="Operations">Operations whose number changed, the largest change first.</param>
/// <param name="Blocks">The changed blocks, the most changed first; at most <see cref="MostBlocks"/>.</param>
/// <param name="MoreBlocks">How many further blocks changed.</param>
public sealed record CodeDifference(
    int Added,
    int Removed,
    ImmutableArray<OperationChange> Operations,
    ImmutableArray<ChangedBlock> Blocks,
    int MoreBlocks = 0
)
{
    /// <summary>As many blocks as a person reads.</summary>
    public const int MostBlocks = 3;

    private const int MostOperations = 12;
    private const int MostLines = 32;
    private const int Context = 2;

    /// <summary>Whether nothing but registers, addresses, labels and constants may differ.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsEmpty => Added == 0 && Removed == 0;

    /// <summary>Compares two listings of one kernel.</summary>
    /// <param name="reference">The reference's.</param>
    /// <param name="candidate">The candidate's.</param>
    public static CodeDifference Of(CodeListing reference, CodeListing candidate)
    {
        var blocks = new List<ChangedBlock>();
        var (before, after) = (Named(reference), Named(candidate));
        // The kernel itself may have another name: it is the first of both.
        foreach (var name in after.Keys.Union(before.Keys))
            blocks.AddRange(Changed(name, before.GetValueOrDefault(name), after.GetValueOrDefault(name)));
        var ordered = blocks.OrderByDescending(b => b.Added + b.Removed).ThenByDescending(b => b.InLoop).ToList();
        return new(
            blocks.Sum(b => b.Added),
            blocks.Sum(b => b.Removed),
            OperationsOf(reference, candidate),
            [.. ordered.Take(MostBlocks).Select(b => b with { Lines = Excerpt(b.Lines) })],
            Math.Max(0, ordered.Count - MostBlocks)
        );
    }

    private static Dictionary<string, CodeFunction> Named(CodeListing listing) =>
        listing
            .Functions.Select((f, i) => (Name: i == 0 ? "" : f.Name, Function: f))
            .DistinctBy(f => f.Name)
            .ToDictionary(f => f.Name, f => f.Function, StringComparer.Ordinal);

    private static IEnumerable<ChangedBlock> Changed(string key, CodeFunction? before, CodeFunction? after)
    {
        var (old, now) = (before?.Lines ?? [], after?.Lines ?? []);
        var name = (after ?? before)!.Name;
        // A removed line belongs to the block that follows it.
        var block = 0;
        var parts = new List<(int Block, bool InLoop, char Sign, string Text)>();
        foreach (var (sign, line) in SequenceDifference.Of(old, now))
        {
            if (sign != '-')
                block = line.Block;
            parts.Add((sign == '-' ? -1 : block, line.InLoop, sign, line.Text));
        }

        for (var i = parts.Count - 1; i >= 0; i--)
        {
            if (parts[i].Block < 0)
                parts[i] = parts[i] with { Block = i + 1 < parts.Count ? parts[i + 1].Block : block };
        }

        return parts
            .GroupBy(p => p.Block)
            .Where(g => g.Any(p => p.Sign != ' '))
            .Select(g => new ChangedBlock(
                key.Length == 0 ? name : key,
                g.Key,
                g.Any(p => p.InLoop),
                g.Count(p => p.Sign == '+'),
                g.Count(p => p.Sign == '-'),
                [.. g.Select(p => $"{p.Sign} {p.Text}")]
            ));
    }

    private static ImmutableArray<OperationChange> OperationsOf(CodeListing reference, CodeListing candidate)
    {
        var (before, after) = (Counted(reference), Counted(candidate));
        return
        [
            .. before
                .Keys.Union(after.Keys)
                .Select(o => new OperationChange(o, before.GetValueOrDefault(o), after.GetValueOrDefault(o)))
                .Where(o => o.Before != o.Now)
                .OrderByDescending(o => Math.Abs(o.Now - o.Before))
                .ThenBy(o => o.Operation, StringComparer.Ordinal)
                .Take(MostOperations),
        ];
    }

    private static Dictionary<string, int> Counted(CodeListing listing) =>
        listing
            .Functions.SelectMany(f => f.Lines)
            .CountBy(l => l.Operation)
            .ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal);

    // What did not change is shown only beside a change.
    private static ImmutableArray<string> Excerpt(ImmutableArray<string> lines)
    {
        var shown = ImmutableArray.CreateBuilder<string>();
        var skipped = false;
        for (var i = 0; i < lines.Length; i++)
        {
            var from = Math.Max(0, i - Context);
            var to = Math.Min(lines.Length, i + Context + 1);
            if (lines[from..to].All(l => l[0] == ' '))
            {
                skipped = true;
                continue;
            }

            if (shown.Count == MostLines)
            {
                shown.Add($"  … {lines.Length - i} more lines");
                break;
            }

            if (skipped && shown.Count > 0)
                shown.Add("  …");
            skipped = false;
            shown.Add(lines[i]);
        }

        return shown.ToImmutable();
    }
}

/// <summary>A basic block of the candidate in which instructions changed.</summary>
/// <param name="Function">The function's symbol.</param>
/// <param name="Block">The block's number in the function, counted from 0.</param>
/// <param name="InLoop">Whether a branch leads back over it.</param>
/// <param name="Added">Instructions that only the candidate has.</param>
/// <param name="Removed">Instructions that only the reference has.</param>
/// <param name="Lines">Instructions, each behind <c>+</c>, <c>-</c> or a blank, and a blank.</param>
public sealed record ChangedBlock(
    string Function,
    int Block,
    bool InLoop,
    int Added,
    int Removed,
    ImmutableArray<string> Lines
);

/// <summary>How often an operation is in the code of both sides.</summary>
/// <param name="Operation">The operation, such as <c>LDG</c>.</param>
/// <param name="Before">In the reference.</param>
/// <param name="Now">In the candidate.</param>
public sealed record OperationChange(string Operation, int Before, int Now);
