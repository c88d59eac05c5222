using System.Collections.Immutable;
using System.Diagnostics;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.References;

namespace PerfGate.Runner.Measuring;

/// <summary>
/// One gate invocation from the prepared device to the files: rounds of runs until every case is decided or the budget ends, and the
/// accused cases once more.
/// </summary>
internal sealed class GateRun(
    GateRunRequest request, KernelCatalog catalog, IWorkerLauncher launcher, IRunProgress progress, IReferenceSource references, IAccusedTrial trial)
{
    private readonly GateFiles files = new(request.Output);
    private readonly DateTimeOffset startedAt = DateTimeOffset.UtcNow;
    private readonly Stopwatch watch = Stopwatch.StartNew();

    /// <summary>Measures and writes <c>measurement.json</c>, <c>inputs.json</c> and whatever the judge needs beside them.</summary>
    /// <exception cref="PerfGateException">The device cannot be used, or an input file cannot.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(request.Output);
        Directory.CreateDirectory(request.WorkFolder);
        ForgetEarlier();
        var device = await PrepareAsync(cancellation).ConfigureAwait(false);
        var suite = ManifestLoader.Load(request.Manifests, device.Facts(catalog.Compiled.Device), request.Root);
        var selected = Selection.Of(suite, request.Filter);
        var filteredOut = suite.Cases.Except(selected).Select(LeftOut).ToImmutableArray();
        var resolved = references.Resolve(device.DeviceSlug);
        var policy = request.Override(resolved.Policy);
        var inputs = new GateInputs
        {
            Policy = policy,
            Reference = resolved.Description,
            GateEdits = resolved.GateEdits,
            Day = DateOnly.FromDateTime(startedAt.UtcDateTime),
        };
        if (resolved.Baseline is { } baseline)
            JsonFile.Write(files.Reference, baseline, PerfGateJson.Default.Baseline);
        JsonFile.Write(files.Inputs, inputs, PerfGateJson.Default.GateInputs);
        progress.Say($"Reference: {resolved.Description.Reason}");

        var gate = new Gate(device, policy, inputs, resolved, selected, filteredOut);
        var session = NewSession(gate, Template(gate));
        var measured = await MeasureAsync(gate, session, cancellation).ConfigureAwait(false);
        await TryAccusedAsync(gate, measured, cancellation).ConfigureAwait(false);
        if (cancellation.IsCancellationRequested)
            progress.Say($"Cancelled: what was measured so far is in {files.Measurement}");
    }

    // A file of an earlier invocation beside a newer measurement would be judged with it.
    private void ForgetEarlier()
    {
        foreach (var path in new[] { files.Reference, files.Remeasured, files.Trial, files.Verdict })
            File.Delete(path);
    }

    private async Task<WorkerResult> PrepareAsync(CancellationToken cancellation)
    {
        progress.Say($"Preparing the {catalog.Compiled.Device} device and the reference results");
        var exit = await launcher.RunAsync(PrepareJob(), _ => { }, cancellation).ConfigureAwait(false);
        return exit.Result ?? throw new PerfGateException(
            DiagnosticCatalog.DeviceUnusable(catalog.Compiled.Device, exit.Reason ?? "the worker left no result."), ExitCode.Environment);
    }

    private async Task<Measurement> MeasureAsync(Gate gate, MeasurementSession session, CancellationToken cancellation)
    {
        var deadline = startedAt.AddSeconds(gate.Policy.BudgetSeconds);
        var active = session.Open;
        int? target = SequentialPlan.First(gate.Policy);
        var measurement = Snapshot(gate, session);
        while (target is { } runs && active.Length > 0)
        {
            try
            {
                await session.TakeAsync(active, runs, deadline, cancellation).ConfigureAwait(false);
            }
            finally
            {
                measurement = Snapshot(gate, session);
                JsonFile.Write(files.Measurement, measurement, PerfGateJson.Default.Measurement);
            }

            if (cancellation.IsCancellationRequested || DateTimeOffset.UtcNow >= deadline)
                break;
            active = gate.Resolved.Baseline is null ? [] : Judge.Undecided(gate.Judged(measurement));
            target = SequentialPlan.Next(gate.Policy, runs);
            if (target is not null && active.Length > 0)
                progress.Say($"{active.Length} undecided: {string.Join(", ", active.Take(5))}{(active.Length > 5 ? " ..." : "")}");
        }

        return measurement;
    }

    private async Task TryAccusedAsync(Gate gate, Measurement measured, CancellationToken cancellation)
    {
        if (gate.Resolved.Baseline is null || cancellation.IsCancellationRequested)
            return;
        var accused = Judge.Accused(gate.Judged(measured));
        if (accused.Length == 0)
            return;
        progress.Say($"Slower than the baseline, and to be tried: {string.Join(", ", accused)}");
        var side = await trial.PrepareAsync(gate.Resolved, accused, cancellation).ConfigureAwait(false);
        if (side.Base is { } theirs)
        {
            var session = NewSession(gate, Template(gate) with { Mode = WorkerMode.Trial, Base = theirs });
            await TakeAgainAsync(gate, session, side.Cases, measured, files.Trial, interleaved: true, cancellation).ConfigureAwait(false);
        }

        var untried = accused.Except(side.Cases).ToImmutableArray();
        if (untried.Length == 0 || cancellation.IsCancellationRequested)
            return;
        progress.Say($"Measured once more, because {side.Reason}");
        JsonFile.Write(files.Inputs, gate.Inputs with { NoTrial = side.Reason }, PerfGateJson.Default.GateInputs);
        await TakeAgainAsync(gate, NewSession(gate, Template(gate)), untried, measured, files.Remeasured, interleaved: false, cancellation)
            .ConfigureAwait(false);
    }

    // As many runs as the accusation rests on, so that the second look is no blunter than the first.
    private async Task TakeAgainAsync(
        Gate gate, MeasurementSession session, ImmutableArray<string> cases, Measurement measured, string path, bool interleaved,
        CancellationToken cancellation)
    {
        var runs = measured.Cases.Where(c => cases.Contains(c.Name)).Max(c => c.Runs.Length);
        var canaries = interleaved ? [] : measured.Cases.Where(c => c.Role == CaseRole.Canary).Select(c => c.Name);
        await session.TakeAsync([.. cases, .. canaries], runs, DateTimeOffset.MaxValue, cancellation).ConfigureAwait(false);
        var again = Snapshot(gate, session);
        JsonFile.Write(
            path,
            again with { Interleaved = interleaved, Cases = [.. again.Cases.Where(c => c.Runs.Length > 0 || cases.Contains(c.Name))] },
            PerfGateJson.Default.Measurement);
    }

    private MeasurementSession NewSession(Gate gate, WorkerJob template)
    {
        var session = new MeasurementSession(template, launcher, progress, request.WorkFolder);
        foreach (var benchmark in gate.Selected)
            session.Add(Untimed(gate, CaseBlanks.Of(benchmark, catalog, gate.Device.Gpu?.ComputeCapability)));
        foreach (var name in gate.FilteredOut)
            session.Add(name);
        session.Close(gate.Device.Cases.Where(c => gate.Selected.Any(s => s.Name == c.Name)));
        return session;
    }

    private static MeasuredCase LeftOut(BenchmarkCase benchmark) => new()
    {
        Name = benchmark.Name,
        Benchmark = benchmark.Benchmark,
        Role = benchmark.Role,
        Status = CaseStatus.Skipped,
        Reason = "left out by the filter",
    };

    private static MeasuredCase Untimed(Gate gate, MeasuredCase blank)
    {
        if (gate.Policy.MeasureUnchanged || blank.Role == CaseRole.Canary || blank.Status != CaseStatus.Measured)
            return blank;
        var known = gate.Resolved.Baseline?.Measurements[^1].Cases.FirstOrDefault(c => c.Name == blank.Name);
        return known?.CodeHash is { } hash && hash == blank.CodeHash
            ? blank with { Status = CaseStatus.NotTimed, Reason = "its machine code is byte-identical to the reference's" }
            : blank;
    }

    private WorkerJob PrepareJob() => new()
    {
        Mode = WorkerMode.Prepare,
        Device = catalog.Compiled.Device,
        Root = request.Root,
        Manifests = request.Manifests,
        Kernels = catalog.Path,
        Cases = [],
        Filter = request.Filter,
        Sampling = SamplingPlan.ForHost(0.05),
        Cached = Path.Combine(request.WorkFolder, "cached"),
        Result = Path.Combine(request.WorkFolder, "prepare.json"),
    };

    private WorkerJob Template(Gate gate)
    {
        var cuda = catalog.Compiled.Device == "cuda";
        var tolerance = cuda ? gate.Policy.Tolerance.Cuda : gate.Policy.Tolerance.Host;
        return PrepareJob() with
        {
            Mode = WorkerMode.Measure,
            Cache = gate.Policy.Cache,
            Sampling = cuda ? SamplingPlan.ForCuda(tolerance) : SamplingPlan.ForHost(tolerance),
            Tolerances = gate.Selected.Where(c => c.Tolerance is not null).ToImmutableDictionary(c => c.Name, c => c.Tolerance!.Value),
            MeasureCeilings = true,
        };
    }

    private Measurement Snapshot(Gate gate, MeasurementSession session) => new()
    {
        StartedAt = startedAt,
        WallSeconds = Math.Round(watch.Elapsed.TotalSeconds, 3),
        Environment = EnvironmentRecord.Of(gate.Device, gate.Policy, catalog.Compiled.Compiler, references.Git),
        Cases = session.Cases,
        Workers = session.Workers,
        Ceilings = session.Ceilings,
        Warnings = session.Warnings,
    };

    /// <summary>What is settled before the first run.</summary>
    private sealed record Gate(
        WorkerResult Device, GatePolicy Policy, GateInputs Inputs, ResolvedReference Resolved, ImmutableArray<BenchmarkCase> Selected,
        ImmutableArray<MeasuredCase> FilteredOut)
    {
        public JudgementInput Judged(Measurement measured) => new()
        {
            Candidate = measured,
            Reference = Resolved.Baseline,
            Policy = Policy,
            ReferenceDescription = Resolved.Description,
            Today = Inputs.Day,
            GateEdits = Inputs.GateEdits,
        };
    }
}
