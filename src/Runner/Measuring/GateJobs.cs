using System.Collections.Immutable;
using PerfGate.Core.Policy;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Measuring.Environments;

namespace PerfGate.Runner.Measuring;

/// <summary>The jobs that a gate invocation gives to its workers.</summary>
internal static class GateJobs
{
    /// <summary>Describe the device, and compute the expected outputs that are not kept yet.</summary>
    public static WorkerJob Prepare(GateRunRequest request, KernelCatalog catalog) => new()
    {
        Mode = WorkerMode.Prepare,
        Device = catalog.Compiled.Device,
        Root = request.Root,
        Manifests = request.Manifests,
        Kernels = catalog.Path,
        CallsFunctions = catalog.HasFunctions,
        Cases = [],
        Filter = request.Share?.Filter ?? request.Filter,
        ExpectedAtOnce = request.ExpectedAtOnce,
        CheckSeed = request.CheckSeed,
        Sampling = SamplingPlan.ForHost(0.05),
        Cached = request.Cached,
        OwnCached = request.OwnCached,
        Result = Path.Combine(request.WorkFolder, "prepare.json"),
    };

    /// <summary>Compute what outputs must be for the inputs of the random seed.</summary>
    public static WorkerJob SeededOutputs(GateRunRequest request, KernelCatalog catalog, DeviceFacts facts) =>
        Prepare(request, catalog) with
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

    /// <summary>Check the outputs of cases, without timing.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="catalog">The compiled kernels.</param>
    /// <param name="facts">The device.</param>
    /// <param name="cases">The cases, by name.</param>
    public static WorkerJob Check(
        GateRunRequest request,
        KernelCatalog catalog,
        DeviceFacts facts,
        ImmutableArray<string> cases
    ) =>
        Prepare(request, catalog) with
        {
            Mode = WorkerMode.Check,
            Facts = facts,
            Cases = cases,
            Sampling = SamplingPlan.ForHost(0.05) with { Visits = 1 },
            Result = Path.Combine(request.WorkFolder, "check.json"),
        };

    /// <summary>Take runs of the candidate; the session sets cases, run, seed and result.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="catalog">The compiled kernels.</param>
    /// <param name="gate">What is settled.</param>
    /// <param name="theirs">
    /// Tolerance stated by the reference's manifest, a fraction, by case name; null means the policy's. Contains
    /// exactly the reference's cases.
    /// </param>
    public static WorkerJob Measure(
        GateRunRequest request,
        KernelCatalog catalog,
        SettledGate gate,
        IReadOnlyDictionary<string, double?> theirs
    )
    {
        var tolerance = CaseSettings.ToleranceOf(gate.Policy, catalog.Compiled.Device);
        return Prepare(request, catalog) with
        {
            Mode = WorkerMode.Measure,
            Facts = gate.Device.Facts(catalog.Compiled.Device),
            Cache = gate.Policy.Cache,
            Observes = gate.Selected.Any(c => c.Command is not null && c.SkipReason is null),
            Sampling = DeviceBackend.Of(catalog.Compiled.Device).Sampling(tolerance),
            Settings = gate.Selected.ToImmutableDictionary(
                c => c.Name,
                c => CaseSettings.Of(gate.Policy, catalog.Compiled.Device, c.Name, Stated(c, theirs))
            ),
            Bounds = BaseBounds.Of(
                [.. gate.Selected, .. gate.FilteredOut],
                gate.Declared,
                gate.Policy,
                gate.Inputs.Day
            ),
        };
    }

    private static IEnumerable<double?> Stated(BenchmarkCase benchmark, IReadOnlyDictionary<string, double?> theirs) =>
        theirs.TryGetValue(benchmark.Name, out var other) ? [benchmark.Tolerance, other] : [benchmark.Tolerance];
}
