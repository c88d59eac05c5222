using System.Collections.Immutable;
using PerfGate.Core.Judgement;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Measuring;

/// <summary>The jobs that a gate invocation gives to its workers.</summary>
internal static class GateJobs
{
    /// <summary>Describe the device, and compute the reference results that are not kept yet.</summary>
    public static WorkerJob Prepare(GateRunRequest request, KernelCatalog catalog) => new()
    {
        Mode = WorkerMode.Prepare,
        Device = catalog.Compiled.Device,
        Root = request.Root,
        Manifests = request.Manifests,
        Kernels = catalog.Path,
        Cases = [],
        Filter = request.Filter,
        ReferencesAtOnce = request.ReferencesAtOnce,
        CheckSeed = request.CheckSeed,
        Sampling = SamplingPlan.ForHost(0.05),
        Cached = Path.Combine(request.WorkFolder, "cached"),
        Result = Path.Combine(request.WorkFolder, "prepare.json"),
    };

    /// <summary>Compute what outputs must be for the inputs of the random seed.</summary>
    public static WorkerJob SeededOutputs(GateRunRequest request, KernelCatalog catalog, DeviceFacts facts) => Prepare(request, catalog) with
    {
        Mode = WorkerMode.SeededOutputs,
        Facts = facts,
        Result = Path.Combine(request.WorkFolder, "seeded.json"),
    };

    /// <summary>Measure the device's ceilings.</summary>
    public static WorkerJob Ceilings(GateRunRequest request, KernelCatalog catalog) => Prepare(request, catalog) with
    {
        Mode = WorkerMode.Ceilings,
        Result = Path.Combine(request.WorkFolder, "ceilings.json"),
    };

    /// <summary>Take runs of the candidate; the session sets cases, run, seed and result.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="catalog">The compiled kernels.</param>
    /// <param name="gate">What is settled.</param>
    /// <param name="theirs">The tolerance that the reference's manifest states for a case, by name; null for the policy's. It holds the cases of the reference.</param>
    public static WorkerJob Measure(GateRunRequest request, KernelCatalog catalog, Gate gate, IReadOnlyDictionary<string, double?> theirs)
    {
        var cuda = catalog.Compiled.Device == "cuda";
        var tolerance = cuda ? gate.Policy.Tolerance.Cuda : gate.Policy.Tolerance.Host;
        return Prepare(request, catalog) with
        {
            Mode = WorkerMode.Measure,
            Facts = gate.Device.Facts(catalog.Compiled.Device),
            Cache = gate.Policy.Cache,
            Sampling = cuda ? SamplingPlan.ForCuda(tolerance) : SamplingPlan.ForHost(tolerance),
            OtherCache = [.. gate.Selected.Where(c => Override(gate, c)?.Cache is { } cache && cache != gate.Policy.Cache).Select(c => c.Name)],
            Tolerances = gate.Selected
                .Select(c => (c.Name, Tolerance: Override(gate, c)?.Tolerance ?? Stricter(c, theirs, tolerance)))
                .Where(c => c.Tolerance is not null)
                .ToImmutableDictionary(c => c.Name, c => c.Tolerance!.Value),
            Bounds = BaseBounds.Of([.. gate.Selected, .. gate.FilteredOut], gate.Declared, gate.Policy, gate.Inputs.Day),
        };
    }

    // As the judge has it: a branch that loosens its tolerance must not get coarser samples either.
    private static double? Stricter(BenchmarkCase benchmark, IReadOnlyDictionary<string, double?> theirs, double policy) =>
        theirs.TryGetValue(benchmark.Name, out var other) && (benchmark.Tolerance ?? other) is not null
            ? Math.Min(benchmark.Tolerance ?? policy, other ?? policy)
            : benchmark.Tolerance;

    private static PolicyOverride? Override(Gate gate, BenchmarkCase benchmark) =>
        gate.Policy.Overrides.FirstOrDefault(o => NamePattern.Fits(o.Case, benchmark.Name));
}
