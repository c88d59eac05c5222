using PerfGate.Core.Text;

namespace PerfGate.Core.Explaining;

/// <summary>
/// The causes that the counters of a kernel show. The order is that of the rules: one further up tells more about the
/// source than those below it, whose figures it moves too.
/// </summary>
internal static class CauseRules
{
    // Less than this is in the noise of counters, or beside the point.
    private const double Notable = 1.1;

    private static readonly string[] _local = [NcuMetrics.LocalLoadSectors, NcuMetrics.LocalStoreSectors];
    private static readonly string[] _global = [NcuMetrics.LoadSectors, NcuMetrics.StoreSectors];
    private static readonly string[] _dram = [NcuMetrics.DramRead, NcuMetrics.DramWrite];

    private static readonly Func<KernelSides, Cause?>[] _rules =
    [
        Spills,
        Divergence,
        DoublePrecision,
        TensorCores,
        Coalescing,
        BankConflicts,
        Occupancy,
        IdleMultiprocessors,
        Barriers,
        DeviceMemory,
        L2,
        Work,
    ];

    /// <summary>The causes, the most telling first.</summary>
    /// <param name="sides">The counters.</param>
    public static IEnumerable<Cause> Of(KernelSides sides) =>
        _rules.Select(rule => rule(sides)).OfType<Cause>().Where(c => c.Factor >= Notable);

    private static Cause? Spills(KernelSides s)
    {
        // What is spilled takes room in the L1 cache and instructions.
        var (slow, fast) = (s.Slow(_local), s.Fast(_local));
        if (slow < 1.5 * fast || slow < 0.05 * s.Slow(_global))
            return null;
        var traffic = (s.Slow(_global) + slow) / Math.Max(1, s.Fast(_global) + fast);
        return new(
            Math.Max(traffic, s.Growth(NcuMetrics.Instructions)),
            s.Slower ? "Local memory (register spills)" : "Less local memory (fewer register spills)",
            s.Told(v => $"{Numbers.Prefixed(v)}sectors of local memory", _local),
            "Look at the registers of a thread: __launch_bounds__, --maxrregcount, unrolling, and arrays that are "
                + "indexed by variables.",
            [.. _local]
        );
    }

    private static Cause? Divergence(KernelSides s) =>
        s.Has(NcuMetrics.ThreadsPerInstruction)
            ? new(
                s.Shrinking(NcuMetrics.ThreadsPerInstruction),
                s.Slower ? "Divergent branches" : "Less divergent branches",
                s.Told(v => $"{Numbers.Number(v)} of 32 threads in an instruction", NcuMetrics.ThreadsPerInstruction),
                "Look at branches and loop bounds that differ between the threads of a warp.",
                [NcuMetrics.ThreadsPerInstruction]
            )
            : null;

    private static Cause? DoublePrecision(KernelSides s) =>
        s.Growth(NcuMetrics.Fp64) >= 2 && s.Slow(NcuMetrics.Fp64Busy) >= 10
            ? new(
                s.Growth(NcuMetrics.Fp64),
                s.Slower ? "Double-precision arithmetic" : "Less double-precision arithmetic",
                s.Told(v => $"{Numbers.Prefixed(v)}operations in double precision", NcuMetrics.Fp64),
                "Look for constants without f, such as 0.5, and for functions of double.",
                [NcuMetrics.Fp64, NcuMetrics.Fp64Busy]
            )
            : null;

    private static Cause? TensorCores(KernelSides s) =>
        s.Shrinking(NcuMetrics.TensorInstructions) >= 2
            ? new(
                Math.Max(s.Growth(NcuMetrics.Instructions), 2),
                s.Slower ? "Less use of tensor cores" : "More use of tensor cores",
                s.Told(v => $"{Numbers.Prefixed(v)}tensor instructions", NcuMetrics.TensorInstructions),
                "Look at the matrix products: the types and shapes that mma and wgmma take.",
                [NcuMetrics.TensorInstructions]
            )
            : null;

    private static Cause? Coalescing(KernelSides s)
    {
        var loads = s.Growth(NcuMetrics.SectorsPerLoad);
        var stores = s.Growth(NcuMetrics.SectorsPerStore);
        var (name, words, growth) =
            loads >= stores
                ? (NcuMetrics.SectorsPerLoad, "load", loads)
                : (NcuMetrics.SectorsPerStore, "store", stores);
        var sectors = s.Growth(_global);
        // Wider accesses take more sectors each, and fewer accesses.
        return growth >= 1.2 && sectors >= 1.2
            ? new(
                sectors,
                s.Slower ? "Uncoalesced access to global memory" : "Better coalesced access to global memory",
                s.Told(v => $"{Numbers.Number(v)} sectors a {words}", name)
                    + $"; {s.Told(v => $"{Numbers.Prefixed(v)}sectors in all", _global)}",
                "Look at the index of global memory: threads that are neighbours should use addresses that are.",
                [name, .. _global]
            )
            : null;
    }

    private static Cause? BankConflicts(KernelSides s)
    {
        var wavefronts = s.Slow(NcuMetrics.SharedWavefronts);
        var conflicts = s.Slow(NcuMetrics.BankConflicts);
        return s.Growth(NcuMetrics.BankConflicts) >= 1.5 && conflicts >= 0.2 * wavefronts
            ? new(
                s.Growth(NcuMetrics.SharedWavefronts),
                s.Slower ? "Bank conflicts in shared memory" : "Fewer bank conflicts in shared memory",
                s.Told(v => $"{Numbers.Prefixed(v)}conflicts", NcuMetrics.BankConflicts)
                    + $"; {s.Told(v => $"{Numbers.Prefixed(v)}passes through it", NcuMetrics.SharedWavefronts)}",
                "Look at the layout of shared memory: pad or swizzle it, so that a warp's threads use different banks.",
                [NcuMetrics.BankConflicts, NcuMetrics.SharedWavefronts]
            )
            : null;
    }

    private static Cause? Occupancy(KernelSides s)
    {
        if (!s.Has(NcuMetrics.TheoreticalOccupancy))
            return null;
        var (metric, limit, words) = OccupancyLimit.Of(s);
        return new(
            s.Shrinking(NcuMetrics.TheoreticalOccupancy),
            s.Slower ? $"Lower occupancy, limited by {limit}," : "Higher occupancy",
            s.Told(v => $"room for {KernelSides.Percent(v)} of the warps", NcuMetrics.TheoreticalOccupancy) + words,
            $"Look at what limits the blocks on a multiprocessor: {limit}.",
            [NcuMetrics.TheoreticalOccupancy, .. metric]
        );
    }

    private static Cause? IdleMultiprocessors(KernelSides s)
    {
        if (!s.Has(NcuMetrics.SmCycles) || !s.Has(NcuMetrics.Waves))
            return null;
        var (slow, fast) = (
            s.Slow(NcuMetrics.SmCycles) / Math.Max(1, s.Slow(NcuMetrics.Cycles)),
            s.Fast(NcuMetrics.SmCycles) / Math.Max(1, s.Fast(NcuMetrics.Cycles))
        );
        return s.Slow(NcuMetrics.Waves) < 1 && s.Slow(NcuMetrics.GridSize) != s.Fast(NcuMetrics.GridSize)
            ? new(
                Math.Max(s.Shrinking(NcuMetrics.Waves), slow > 0 ? fast / slow : 1),
                s.Slower ? "A launch too small for the device" : "A launch that fills more of the device",
                s.Told(v => $"{v:0} blocks", NcuMetrics.GridSize)
                    + $"; {s.Told(v => $"{Numbers.Number(v)} waves", NcuMetrics.Waves)}",
                "Look at the grid and the work of a block: every multiprocessor should have blocks.",
                [NcuMetrics.GridSize, NcuMetrics.Waves, NcuMetrics.SmCycles, NcuMetrics.Cycles]
            )
            : null;
    }

    private static Cause? Barriers(KernelSides s)
    {
        var metric = NcuMetrics.Stall("barrier");
        if (!s.Has(metric) || !s.Has(NcuMetrics.WarpsPerIssue))
            return null;
        var all = s.Slow(NcuMetrics.WarpsPerIssue);
        var more = s.Slow(metric) - s.Fast(metric);
        return more > 0 && all > more && more >= 0.1 * all
            ? new(
                all / (all - more),
                s.Slower ? "Waiting at barriers" : "Less waiting at barriers",
                s.Told(v => $"{Numbers.Number(v)} warps at a barrier for every instruction issued", metric),
                "Look at __syncthreads in loops, and at work that only some warps of a block have.",
                [metric, NcuMetrics.WarpsPerIssue]
            )
            : null;
    }

    private static Cause? DeviceMemory(KernelSides s) =>
        s.Slow(NcuMetrics.DramBusy) >= 20
            ? new(
                s.Growth(_dram),
                s.Slower ? "More traffic to device memory" : "Less traffic to device memory",
                s.Told(v => $"{Numbers.Prefixed(v)}B", _dram),
                "Look at what is read or written again, at the types of buffers, and at what no longer fits the cache.",
                [.. _dram]
            )
            : null;

    private static Cause? L2(KernelSides s) =>
        s.Slow(NcuMetrics.L2Busy) >= 20
            ? new(
                s.Growth(NcuMetrics.L2Bytes),
                s.Slower ? "More traffic to the L2 cache" : "Less traffic to the L2 cache",
                s.Told(v => $"{Numbers.Prefixed(v)}B", NcuMetrics.L2Bytes),
                "Look at what several blocks read, at the size of tiles, and at atomics.",
                [NcuMetrics.L2Bytes]
            )
            : null;

    private static Cause? Work(KernelSides s) =>
        s.Has(NcuMetrics.Instructions)
            ? new(
                s.Growth(NcuMetrics.Instructions),
                s.Slower ? "More work" : "Less work",
                s.Told(v => $"{Numbers.Prefixed(v)}instructions", NcuMetrics.Instructions),
                "Look at loop bounds, at what is computed again, and at the added instructions.",
                [NcuMetrics.Instructions]
            )
            : null;
}
