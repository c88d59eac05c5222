using System.Collections.Immutable;
using PerfGate.Core.Kernels;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Explaining;

/// <summary>A case of one side, with all that it takes to launch it.</summary>
/// <param name="Catalog">The compiled kernels.</param>
/// <param name="Case">The case.</param>
/// <param name="Root">Root of its sources, absolute.</param>
/// <param name="Manifests">The manifests, absolute.</param>
internal sealed record ExplainSide(
    KernelCatalog Catalog,
    BenchmarkCase Case,
    string Root,
    ImmutableArray<string> Manifests
)
{
    /// <summary>What is known of it without running it.</summary>
    /// <param name="computeCapability">The GPU's; null on the host device.</param>
    public MeasuredCase Measured(string? computeCapability) =>
        CasesBeforeMeasuring.Of(Case, Catalog, computeCapability, Root);

    /// <summary>The module and the compiled form of a kernel; null if this side has no such kernel.</summary>
    /// <param name="name">The kernel.</param>
    /// <param name="computeCapability">The GPU's; null on the host device.</param>
    public (CompiledModule Module, CompiledKernel Kernel)? Find(string name, string? computeCapability) =>
        Case.Command is null
        && Case.LaunchedFrom == ModuleKind.Kernels
        && Catalog.ModuleOf(Case, computeCapability) is { } module
        && module.Kernels.FirstOrDefault(k => k.Name == name) is { } kernel
            ? (module, kernel)
            : null;

    /// <summary>The mangled names of its kernels; empty if functions launch them, whatever they are.</summary>
    /// <param name="computeCapability">The GPU's.</param>
    public ImmutableArray<string> Symbols(string? computeCapability) =>
        Case.Command is null && Case.LaunchedFrom == ModuleKind.Kernels
            ? [.. (Catalog.KernelsOf(Case, computeCapability) ?? []).Select(k => k.Symbol).Distinct()]
            : [];

    /// <summary>Threads per block of a kernel; 0 if it is not launched.</summary>
    /// <param name="kernel">The kernel.</param>
    public int Threads(string kernel) =>
        (int)(
            Case.Launches.FirstOrDefault(l => l.Kernel == kernel)?.Block.Aggregate(1L, (product, n) => product * n) ?? 0
        );
}
