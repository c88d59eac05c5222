using System.Collections.Immutable;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Measuring.Observing;
using PerfGate.Runner.References.Bases;

namespace PerfGate.Runner.Measuring;

/// <summary>Opens the sessions of a gate invocation: its cases before measuring, and the job of a run.</summary>
/// <param name="request">What was asked for.</param>
/// <param name="catalog">The compiled kernels.</param>
/// <param name="launcher">Runs the workers.</param>
/// <param name="progress">Shows what goes on.</param>
/// <param name="seeded">The check with inputs of a random seed; null for none.</param>
internal sealed class GateSessions(
    GateRunRequest request,
    KernelCatalog catalog,
    IWorkerLauncher launcher,
    IRunProgress progress,
    SeededCheck? seeded
)
{
    /// <summary>Runs of the candidate alone.</summary>
    /// <param name="gate">What is settled.</param>
    /// <param name="cases">The cases to measure.</param>
    public MeasurementSession New(SettledGate gate, ImmutableArray<BenchmarkCase> cases)
    {
        var template = GateJobs.Measure(request, catalog, gate, gate.ReferenceTolerances);
        var session = new MeasurementSession(template, launcher, progress, request.WorkFolder, seeded);
        foreach (var benchmark in cases)
            session.Add(gate.Untimed(Blank(gate, benchmark)));
        foreach (var benchmark in gate.FilteredOut)
            session.Add(CasesBeforeMeasuring.LeftOut(benchmark));
        var names = cases.Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        session.Close(gate.Device.Cases.Where(c => names.Contains(c.Name)));
        return session;
    }

    /// <summary>Runs of candidate and base, interleaved.</summary>
    /// <param name="gate">What is settled.</param>
    /// <param name="theirs">The base's side.</param>
    /// <param name="suite">What its manifests declare.</param>
    /// <param name="cases">The cases that both sides have, by name.</param>
    public MeasurementSession NewTrial(
        SettledGate gate, BaseSide theirs, BenchmarkSuite suite, ImmutableArray<string> cases)
    {
        var declared = suite.Cases.ToDictionary(c => c.Name, StringComparer.Ordinal);
        var tolerances = declared.ToDictionary(c => c.Key, c => c.Value.Tolerance, StringComparer.Ordinal);
        var template = GateJobs.Measure(request, catalog, gate, tolerances) with
        {
            Mode = WorkerMode.Trial,
            Base = theirs,
        };
        var session = new MeasurementSession(template, launcher, progress, request.WorkFolder, seeded);
        var baseCatalog = KernelCatalog.ReadWithModules(theirs.Kernels);
        var tried = cases.ToHashSet(StringComparer.Ordinal);
        foreach (var benchmark in gate.Selected.Where(c => tried.Contains(c.Name)))
        {
            var old = CasesBeforeMeasuring.Of(
                declared[benchmark.Name],
                baseCatalog,
                gate.Device.Gpu?.ComputeCapability,
                theirs.Root
            );
            session.Add(CasesBeforeMeasuring.Against(Blank(gate, benchmark), old));
        }

        session.Close(gate.Device.Cases.Where(c => session.Open.Contains(c.Name)));
        return session;
    }

    private MeasuredCase Blank(SettledGate gate, BenchmarkCase benchmark) =>
        CommandNeeds.WithVersions(
            CasesBeforeMeasuring.Of(
                benchmark with
                {
                    SkipReason = CommandNeeds.SkipReason(benchmark),
                },
                catalog,
                gate.Device.Gpu?.ComputeCapability,
                request.Root
            ),
            benchmark
        );
}
