using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Kernels;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;

namespace PerfGate.Runner.Measuring;

/// <summary>What is known of the cases before any of them has run.</summary>
internal static class CasesBeforeMeasuring
{
    /// <summary>A case without runs: its identity, its work, and its end where it cannot be run here at all.</summary>
    /// <param name="benchmark">The case.</param>
    /// <param name="catalog">The compiled kernels.</param>
    /// <param name="computeCapability">The GPU's; null on the host device.</param>
    /// <param name="root">The root that files are named relative to, absolute.</param>
    public static MeasuredCase Of(
        BenchmarkCase benchmark,
        KernelCatalog catalog,
        string? computeCapability,
        string root
    )
    {
        var blank = new MeasuredCase
        {
            Name = benchmark.Name,
            Benchmark = benchmark.Benchmark,
            Role = benchmark.Role,
            Status = CaseStatus.Measured,
            DeclaredAt = benchmark.DeclaredAt,
            // A skipped case was resolved for a device that it does not run on: its numbers mean nothing.
            Declaration = benchmark.SkipReason is null ? CaseDeclarations.Of(benchmark, root, catalog) : null,
            Flops = benchmark.Flops,
            Bytes = benchmark.Bytes,
            Tolerance = benchmark.Tolerance,
        };
        if (benchmark.SkipReason is { } reason)
            return blank with { Status = CaseStatus.Skipped, Reason = reason };
        if (benchmark.Command is { } command)
            return blank with
            {
                Source = benchmark.DeclaredAt,
                Observed = new() { Measured = command.Measure.Words, Cache = command.Cache },
            };
        if (catalog.KernelsOf(benchmark, computeCapability) is not { } kernels)
            return blank with
            {
                Status = CaseStatus.Failed,
                Reason = $"its kernels were not compiled for this device ({computeCapability ?? DeviceKind.Host.Name})",
            };
        return blank with
        {
            Source = new SourceLocation(kernels[0].File ?? benchmark.Source, kernels[0].Line),
            CodeHash = CaseIdentity.Hash(benchmark, [.. kernels.Select(k => k.CodeHash)]),
            Kernels = [.. benchmark.Launches.Zip(kernels, Describe).DistinctBy(k => k.Name)],
        };
    }

    /// <summary>A case that a filter left out.</summary>
    public static MeasuredCase LeftOut(BenchmarkCase benchmark) => new()
    {
        Name = benchmark.Name,
        Benchmark = benchmark.Benchmark,
        Role = benchmark.Role,
        Status = CaseStatus.Skipped,
        Reason = "left out by the filter",
        FilteredOut = true,
    };

    /// <summary>A case that is not worth timing.</summary>
    public static MeasuredCase NotTimed(MeasuredCase blank) =>
        blank with { Status = CaseStatus.NotTimed, Reason = "its machine code is byte-identical to the reference's" };

    /// <summary>A case of which no times are taken, because its machine code alone is looked at.</summary>
    public static MeasuredCase Untaken(MeasuredCase blank) =>
        blank with { Status = CaseStatus.NotTimed, Reason = "its machine code is not the base's" };

    /// <summary>
    /// A case of a trial: with the base's code beside its own, and not timed where the two are the same.
    /// </summary>
    /// <param name="blank">The candidate's side.</param>
    /// <param name="old">The base's side.</param>
    public static MeasuredCase Against(MeasuredCase blank, MeasuredCase old)
    {
        var both = blank with
        {
            ReferenceCodeHash = old.CodeHash,
            ReferenceKernels = old.Kernels,
            ReferenceTolerance = old.Tolerance,
            ReferenceDeclaration = old.Declaration,
        };
        if (blank.Status == CaseStatus.Measured && old.Status != CaseStatus.Measured)
            return both with { Status = CaseStatus.Failed, Reason = $"the base's side cannot be run: {old.Reason}" };
        return both.Status == CaseStatus.Measured && both.CodeHash is not null && both.CodeHash == old.CodeHash
            ? NotTimed(both)
            : both;
    }

    private static LaunchedKernel Describe(LaunchSpec launch, CompiledKernel kernel) =>
        new(
            kernel.Name,
            kernel.CodeHash,
            kernel.Registers,
            kernel.SharedBytes is { } fixedBytes ? fixedBytes + launch.SharedMemory : null,
            kernel.LocalBytes,
            kernel.SpillStoreBytes is null && kernel.SpillLoadBytes is null
                ? null
                : (kernel.SpillStoreBytes ?? 0) + (kernel.SpillLoadBytes ?? 0)
        );
}
