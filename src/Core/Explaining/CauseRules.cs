namespace PerfGate.Core.Explaining;

/// <summary>
/// The causes that the counters of a kernel show. The order is that of the rules: one further up tells more about the
/// source than those below it, whose figures it moves too.
/// </summary>
internal static class CauseRules
{
    // What is as often at random between two runs of one kernel: traffic moves with the caches, conflicts with the
    // order of warps. Counts of instructions and sectors do not.
    private const double Traffic = 0.05;

    // What matters beside any slow-down, as a fraction.
    private const double Notable = 0.1;

    private static readonly string[] _local = [NcuMetrics.LocalLoadSectors, NcuMetrics.LocalStoreSectors];
    private static readonly string[] _global = [NcuMetrics.LoadSectors, NcuMetrics.StoreSectors];
    private static readonly string[] _dram = [NcuMetrics.DramRead, NcuMetrics.DramWrite];
    private static readonly string[] _atomics = [NcuMetrics.ReductionSectors, NcuMetrics.AtomicSectors];
    private static readonly string[] _hottest = [NcuMetrics.HottestReductions, NcuMetrics.HottestAtomics];

    private static readonly Func<KernelSides, Cause?>[] _rules =
    [
        Spills,
        Divergence,
        DoublePrecision,
        TensorCores,
        Coalescing,
        BankConflicts,
        Occupancy,
        Launch,
        Atomics,
        Barriers,
        DeviceMemory,
        L2,
        Work,
    ];

    /// <summary>The causes, the most telling first.</summary>
    /// <param name="sides">The counters.</param>
    /// <param name="slowdown">The slower side's time over the faster side's, above 1.</param>
    public static IEnumerable<Cause> Of(KernelSides sides, double slowdown) =>
        _rules
            .Select(rule => rule(sides))
            .OfType<Cause>()
            .Where(c => c.Factor - 1 >= Math.Max(c.Noise, Math.Min(Notable, (slowdown - 1) / 2)));

    private static Cause? Spills(KernelSides s)
    {
        var (slow, fast) = (s.Slow(_local), s.Fast(_local));
        if (slow <= 0 || slow < 1.5 * fast || slow < 0.05 * s.Slow(_global))
            return null;
        // What is spilled takes room in the L1 cache and instructions.
        var traffic = (s.Slow(_global) + slow) / Math.Max(1, s.Fast(_global) + fast);
        return new(
            Math.Max(traffic, s.Growth(NcuMetrics.Instructions)),
            s.Slower ? "local memory, such as register spills" : "less local memory, such as register spills",
            s.Told(Figures.Large, "sectors of local memory", _local),
            "Look at the registers of a thread: __launch_bounds__, --maxrregcount, unrolling, and arrays that are "
                + "indexed by variables.",
            [.. _local]
        );
    }

    private static Cause? Divergence(KernelSides s) =>
        s.Has(NcuMetrics.ThreadsPerInstruction)
            ? new(
                s.Shrinking(NcuMetrics.ThreadsPerInstruction),
                s.Slower ? "divergent branches" : "fewer divergent branches",
                s.Told(Figures.Plain, "of 32 threads in an instruction", NcuMetrics.ThreadsPerInstruction),
                "Look at branches and loop bounds that differ between the threads of a warp.",
                [NcuMetrics.ThreadsPerInstruction]
            )
            : null;

    private static Cause? DoublePrecision(KernelSides s) =>
        s.Growth(NcuMetrics.Fp64) >= 2 && s.Slow(NcuMetrics.Fp64Busy) >= 10
            ? new(
                s.Growth(NcuMetrics.Fp64),
                s.Slower ? "double-precision arithmetic" : "less double-precision arithmetic",
                s.Told(Figures.Large, "operations in double precision", NcuMetrics.Fp64),
                "Look for constants without f, such as 0.5, and for functions of double.",
                [NcuMetrics.Fp64, NcuMetrics.Fp64Busy]
            )
            : null;

    // The units that count as tensor cores do a few other instructions too, so it is their cycles that tell.
    private static Cause? TensorCores(KernelSides s)
    {
        var slow = s.Slow(NcuMetrics.TensorBusy) * s.Slow(NcuMetrics.SmCycles);
        var fast = s.Fast(NcuMetrics.TensorBusy) * s.Fast(NcuMetrics.SmCycles);
        return s.Fast(NcuMetrics.TensorBusy) >= 2 && fast >= 2 * slow
            ? new(
                Math.Max(s.Growth(NcuMetrics.Instructions), 2),
                s.Slower ? "less use of the tensor cores" : "more use of the tensor cores",
                "busy at " + s.Told(Figures.Percent, "of their peak", NcuMetrics.TensorBusy),
                "Look at the matrix products: the types and shapes that mma and wgmma take.",
                [NcuMetrics.TensorBusy, NcuMetrics.SmCycles]
            )
            : null;
    }

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
        return growth > 1 && sectors > 1
            ? new(
                sectors,
                s.Slower ? "uncoalesced access to global memory" : "better coalesced access to global memory",
                $"{s.Told(Figures.Plain, $"sectors a {words}", name)}; "
                    + s.Told(Figures.Large, "sectors in all", _global),
                "Look at the index of global memory: threads that are neighbours should use addresses that are.",
                [name, .. _global]
            )
            : null;
    }

    private static Cause? BankConflicts(KernelSides s) =>
        s.Growth(NcuMetrics.BankConflicts) > 1
        && s.Slow(NcuMetrics.BankConflicts) >= 0.2 * s.Slow(NcuMetrics.SharedWavefronts)
            ? new(
                s.Growth(NcuMetrics.SharedWavefronts),
                s.Slower ? "bank conflicts in shared memory" : "fewer bank conflicts in shared memory",
                $"{s.Told(Figures.Large, "conflicts", NcuMetrics.BankConflicts)}; "
                    + s.Told(Figures.Large, "passes through shared memory", NcuMetrics.SharedWavefronts),
                "Look at the layout of shared memory: pad or swizzle it, so that a warp's threads use different banks.",
                [NcuMetrics.BankConflicts, NcuMetrics.SharedWavefronts]
            )
            {
                Noise = Traffic,
            }
            : null;

    private static Cause? Occupancy(KernelSides s)
    {
        if (!s.Has(NcuMetrics.TheoreticalOccupancy))
            return null;
        var (counters, limit, figures) = OccupancyLimit.Of(s);
        return new(
            s.Shrinking(NcuMetrics.TheoreticalOccupancy),
            s.Slower ? $"lower occupancy, limited by {limit}" : $"higher occupancy, less limited by {limit}",
            "room for " + s.Told(Figures.Percent, "of the warps", NcuMetrics.TheoreticalOccupancy) + figures,
            $"Look at what limits the blocks on a multiprocessor: {limit}.",
            [NcuMetrics.TheoreticalOccupancy, .. counters]
        );
    }

    private static Cause? Launch(KernelSides s) =>
        s.Has(NcuMetrics.Waves)
        && s.Slow(NcuMetrics.Waves) < 1
        && s.Slow(NcuMetrics.GridSize) != s.Fast(NcuMetrics.GridSize)
            ? new(
                s.Shrinking(NcuMetrics.Waves),
                s.Slower ? "a launch too small for the device" : "a launch that fills more of the device",
                $"{s.Told(Figures.Plain, "blocks", NcuMetrics.GridSize)}; "
                    + s.Told(Figures.Plain, "waves of blocks", NcuMetrics.Waves),
                "Look at the grid and the work of a block: every multiprocessor should have blocks.",
                [NcuMetrics.GridSize, NcuMetrics.Waves]
            )
            : null;

    // Each slice of the L2 cache does its own atomics: where most go to one slice, the others wait. Fewer than one
    // sector in 10 ns, such as a semaphore's, do not count. That limit is a choice: a slice's rate was not measured.
    private static Cause? Atomics(KernelSides s)
    {
        if (s.Slow(_hottest) < Notable * s.Slow(NcuMetrics.Time))
            return null;
        double Share(double hottest, double all) => all > 0 ? 100 * hottest / all : 0;
        var (now, before) = (
            Share(s.Candidate(_hottest), s.Candidate(_atomics)),
            Share(s.Reference(_hottest), s.Reference(_atomics))
        );
        return s.Growth(_hottest) >= 1.5 && (s.Slower ? now : before) >= 10
            ? new(
                s.Growth(_hottest),
                s.Slower ? "atomics on few addresses" : "atomics on more addresses",
                $"{Figures.Percent(now)} of their sectors in one slice of the L2 cache, where the reference has "
                    + Figures.Percent(before),
                "Look at atomics: add up within a warp or a block first, or spread them over more addresses.",
                [.. _hottest, .. _atomics]
            )
            : null;
    }

    private static Cause? Barriers(KernelSides s)
    {
        var metric = NcuMetrics.Stall("barrier");
        var all = s.Slow(NcuMetrics.WarpsPerIssue);
        var more = s.Slow(metric) - s.Fast(metric);
        return s.Has(metric) && more > 0 && all > more
            ? new(
                all / (all - more),
                s.Slower ? "waiting at barriers" : "less waiting at barriers",
                s.Told(Figures.Plain, "warps at a barrier for every instruction issued", metric),
                "Look at __syncthreads in loops, and at work that only some warps of a block have.",
                [metric, NcuMetrics.WarpsPerIssue]
            )
            {
                Noise = Traffic,
            }
            : null;
    }

    private static Cause? DeviceMemory(KernelSides s) =>
        s.Slow(NcuMetrics.DramBusy) >= 20
            ? new(
                s.Growth(_dram),
                s.Slower ? "more traffic to device memory" : "less traffic to device memory",
                s.Told(Figures.Bytes, "read and written", _dram),
                "Look at what is read or written again, at the types of buffers, and at what no longer fits the cache.",
                [.. _dram]
            )
            {
                Noise = Traffic,
            }
            : null;

    private static Cause? L2(KernelSides s) =>
        s.Slow(NcuMetrics.L2Busy) >= 20
            ? new(
                s.Growth(NcuMetrics.L2Bytes),
                s.Slower ? "more traffic to the L2 cache" : "less traffic to the L2 cache",
                s.Told(Figures.Bytes, "through it", NcuMetrics.L2Bytes),
                "Look at what several blocks read, and at the size of tiles.",
                [NcuMetrics.L2Bytes]
            )
            {
                Noise = Traffic,
            }
            : null;

    private static Cause? Work(KernelSides s) =>
        s.Has(NcuMetrics.Instructions)
            ? new(
                s.Growth(NcuMetrics.Instructions),
                s.Slower ? "more work" : "less work",
                s.Told(Figures.Large, "instructions", NcuMetrics.Instructions),
                "Look at loop bounds, at what is computed again, and at the added instructions.",
                [NcuMetrics.Instructions]
            )
            : null;
}
