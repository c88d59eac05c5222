using System.Collections.Immutable;

namespace PerfGate.Core.Explaining;

/// <summary>What limits the blocks that fit a multiprocessor, on the side where fewer fit.</summary>
internal static class OccupancyLimit
{
    private static readonly ImmutableArray<(string Limit, string Words, string? Figure, string Unit)> _limits =
    [
        (NcuMetrics.LimitRegisters, "registers", NcuMetrics.Registers, "registers a thread"),
        (NcuMetrics.LimitShared, "shared memory", NcuMetrics.SharedPerBlock, "bytes of shared memory a block"),
        (NcuMetrics.LimitWarps, "the size of a block", NcuMetrics.BlockSize, "threads a block"),
        (NcuMetrics.LimitBlocks, "the number of blocks", NcuMetrics.BlockSize, "threads a block"),
    ];

    /// <summary>The limit.</summary>
    /// <param name="s">The counters.</param>
    /// <returns>Its counters, its name, and its figures as the rest of a sentence.</returns>
    public static (ImmutableArray<string> Counters, string Name, string Words) Of(KernelSides s)
    {
        var known = _limits.Where(l => s.Has(l.Limit)).ToList();
        if (known.Count == 0)
            return ([], "what ncu does not say", "");
        var tightest = known.MinBy(l => s.Slow(l.Limit));
        var figures =
            tightest.Figure is { } figure && s.Has(figure) ? $"; {s.Told(Figures.Plain, tightest.Unit, figure)}" : "";
        return ([tightest.Limit, .. tightest.Figure is { } f ? (string[])[f] : []], tightest.Words, figures);
    }
}
