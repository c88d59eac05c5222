using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using PerfGate.Core.Baselines;
using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.References;
using PerfGate.Runner.References.Bases;

namespace PerfGate.Runner.Measuring;

/// <summary>
/// One gate invocation from the prepared device to the files: rounds of runs until every case is decided or the budget
/// ends, and the accused cases once more.
/// </summary>
internal sealed class GateRun(
    GateRunRequest request,
    KernelCatalog catalog,
    IWorkerLauncher launcher,
    IRunProgress progress,
    IReferenceSource references,
    IAccusedTrial trial
)
{
    private readonly GateFiles files = new(request.Output);
    private readonly DateTimeOffset startedAt = DateTimeOffset.UtcNow;
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private DeviceCeilings? ceilings;
    private SeededCheck? seeded;

    /// <summary>
    /// Measures and writes <c>measurement.json</c>, <c>inputs.json</c> and whatever the judge needs beside them.
    /// </summary>
    /// <exception cref="PerfGateException">The device cannot be used, or an input file cannot.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(request.Output);
        Directory.CreateDirectory(request.WorkFolder);
        var gate = await SettleAsync(cancellation).ConfigureAwait(false);
        await using var check = await BeginSeededAsync(gate, cancellation).ConfigureAwait(false);
        if (gate.Resolved.Description.Kind == ReferenceKind.Base)
            await CompareWithBaseAsync(gate, cancellation).ConfigureAwait(false);
        else
            await CompareWithBaselineAsync(gate, cancellation).ConfigureAwait(false);
    }

    // On the host device the runs would share the processor with it.
    private async Task<IAsyncDisposable?> BeginSeededAsync(SettledGate gate, CancellationToken cancellation)
    {
        if (request.CheckSeed is null)
            return null;
        var facts = gate.Device.Facts(catalog.Compiled.Device);
        seeded = SeededCheck.Begin(GateJobs.SeededOutputs(request, catalog, facts), launcher, cancellation);
        if (facts.Kind.RunsOnProcessor)
            await seeded.ReadyAsync().ConfigureAwait(false);
        return seeded;
    }

    private async Task<SettledGate> SettleAsync(CancellationToken cancellation)
    {
        progress.Say($"Preparing the {catalog.Compiled.Device.Name} device and the expected outputs");
        if (request.CheckSeed is not null)
            progress.Say(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Random inputs of this measurement's extra check: seed {request.CheckSeed} (repeat it with --seed "
                        + $"{request.CheckSeed}, or PerfGateSeed)"
                )
            );
        var preparation = Preparation.Begin(request, catalog, launcher, cancellation);
        await using var _ = preparation.ConfigureAwait(false);
        // The workers read them too, but what they say of them would read as if the device were at fault.
        ManifestLoader.Check(request.Manifests, request.Root);
        var gate = Settle(await preparation.DescriptionAsync().ConfigureAwait(false));
        progress.Say($"Reference: {gate.Inputs.Reference.Reason}");
        ceilings = await preparation.CeilingsAsync().ConfigureAwait(false);
        gate = gate with { Device = await preparation.DeviceAsync().ConfigureAwait(false) };
        // Not before the device is known to be usable: the files of an invocation that measures nothing would stand
        // beside an older measurement.
        if (gate.Resolved.Baseline is { } baseline)
            JsonFile.Write(files.Reference, baseline, PerfGateJson.Default.Baseline);
        JsonFile.Write(files.Inputs, gate.Inputs.Bounded(), PerfGateJson.Default.GateInputs);
        return gate;
    }

    private SettledGate Settle(WorkerResult device)
    {
        var suite = ManifestLoader.Load(request.Manifests, device.Facts(catalog.Compiled.Device), request.Root);
        var selected = CaseFilter.Apply(suite, request.Filter, canaries: true).Cases;
        var resolved = references.Resolve(device.DeviceSlug);
        RequireOwnBaseline(resolved);
        var policy = request.Override(resolved.Policy);
        var declared =
            resolved.Description.Kind != ReferenceKind.None && resolved.MergeBase is { } mergeBase
                ? new BaseDeclarations(request.Root, request.Manifests, Path.Combine(request.WorkFolder, "base")).Of(
                    mergeBase,
                    suite.Device,
                    request.Filter
                )
                : DeclaredCases.NoBase;
        var inputs = new GateInputs
        {
            Policy = policy,
            Reference = resolved.Description,
            GateEdits =
            [
                .. resolved.GateEdits,
                .. GateSettings.Loosened(catalog.Compiled.Device, resolved.Policy, policy),
                .. GateSettings.Filtered(request.Filter, suite.Cases.Length - selected.Length, suite.Cases.Length),
            ],
            BaseCases = declared.Cases,
            BaseUnknown = [.. resolved.Warnings, .. declared.Unknown],
            // A base without any manifest has nothing to compare with: a project's first kernels owe no comparison.
            Expected = declared.HasManifests ? resolved.Expected : resolved.Expected with { Because = null },
            Day = DateOnly.FromDateTime(startedAt.UtcDateTime),
        };
        return new(device, policy, inputs, resolved, selected, [.. suite.Cases.Except(selected)]);
    }

    // Its cases would all be missing here.
    private void RequireOwnBaseline(ResolvedReference resolved)
    {
        if (
            resolved.Baseline is { } baseline
            && BaselineProject.OtherThan(baseline, request.Project, p => File.Exists(Path.Combine(request.Root, p)))
                is { } other
        )
        {
            throw new PerfGateException(
                DiagnosticCatalog.BaselineOfAnotherProject(
                    resolved.Description.Path ?? "the baseline",
                    request.Project!,
                    other
                ),
                ExitCode.Usage
            );
        }
    }

    private async Task CompareWithBaselineAsync(SettledGate gate, CancellationToken cancellation)
    {
        var session = NewSession(gate, gate.Selected);
        Measurement Snapshot() => Record(gate, session.Workers, session.Cases, session);
        var runs = gate.FirstRuns(session.Blanks);
        if (runs < SequentialPlan.First(gate.Policy))
            progress.Say(
                $"Every case has the machine code of the function: {runs} runs to check the outputs and to see whether the "
                    + $"machine has drifted"
            );
        var measured = await DecideAsync(
                gate,
                session,
                session.Open,
                files.Measurement,
                Snapshot,
                m => gate.Judged(m),
                gate.Deadline(startedAt),
                cancellation,
                runs
            )
            .ConfigureAwait(false);
        if (gate.Resolved.Baseline is not null && !cancellation.IsCancellationRequested)
            await TryAccusedAsync(gate, measured, cancellation).ConfigureAwait(false);
    }

    private async Task TryAccusedAsync(SettledGate gate, Measurement measured, CancellationToken cancellation)
    {
        var accused = Judge.Accused(gate.Judged(measured) with { AtEndOfBudget = true });
        if (accused.Length == 0)
            return;
        progress.Say($"To be tried against the base: {string.Join(", ", accused)}");
        var side = await trial.PrepareAsync(gate.Resolved, accused, cancellation).ConfigureAwait(false);
        if (side.Base is { } theirs && side.Cases.Length > 0)
        {
            var session = NewTrialSession(gate, theirs, side.Cases);
            await DecideAsync(
                    gate,
                    session,
                    session.Open,
                    files.Trial,
                    () => Record(gate, session.Workers, session.Cases, session) with { Interleaved = true },
                    m => gate.Judged(measured) with { Trial = m },
                    DateTimeOffset.MaxValue,
                    cancellation
                )
                .ConfigureAwait(false);
        }

        var untried = accused.Except(side.Cases).ToImmutableArray();
        if (untried.Length > 0 && !cancellation.IsCancellationRequested)
            await MeasureOnceMoreAsync(gate, measured, untried, side.Reason, cancellation).ConfigureAwait(false);
    }

    private async Task MeasureOnceMoreAsync(
        SettledGate gate, Measurement measured, ImmutableArray<string> cases, string? reason, CancellationToken cancellation)
    {
        progress.Say($"Measured once more, because {reason}: {string.Join(", ", cases)}");
        JsonFile.Write(
            files.Inputs,
            (gate.Inputs with { NoTrial = reason }).Bounded(),
            PerfGateJson.Default.GateInputs
        );
        // The canaries along, to tell whether the machine moved between the two.
        var session = NewSession(
            gate,
            [.. gate.Selected.Where(c => c.Role == CaseRole.Canary || cases.Contains(c.Name))]
        );
        await DecideAsync(
                gate,
                session,
                session.Open,
                files.Remeasured,
                () => Record(gate, session.Workers, session.Cases, session),
                m => gate.Judged(measured) with { Remeasured = m },
                DateTimeOffset.MaxValue,
                cancellation
            )
            .ConfigureAwait(false);
    }

    private async Task CompareWithBaseAsync(SettledGate gate, CancellationToken cancellation)
    {
        var side = await trial
            .PrepareAsync(
                gate.Resolved,
                [.. gate.Selected.Where(c => c.SkipReason is null && c.Role == CaseRole.Case).Select(c => c.Name)],
                cancellation
            )
            .ConfigureAwait(false);
        if (side.Reason is { } reason)
            progress.Say($"Not compared with the base: {reason}");
        JsonFile.Write(
            files.Inputs,
            (gate.Inputs with { NoTrial = side.Reason }).Bounded(),
            PerfGateJson.Default.GateInputs
        );

        // Cases that the base does not have are measured all the same: they are new, and their outputs must be right.
        var alone = NewSession(gate, [.. gate.Selected.Where(c => !side.Cases.Contains(c.Name))]);
        var both = side.Base is { } theirs ? NewTrialSession(gate, theirs, side.Cases) : null;
        Measurement Snapshot() =>
            Record(
                gate,
                [.. alone.Workers, .. both?.Workers ?? []],
                [.. alone.Cases.Concat(both?.Cases ?? []).OrderBy(c => c.Name, StringComparer.Ordinal)],
                alone
            ) with
            {
                Interleaved = both is not null,
            };
        await alone
            .TakeAsync(alone.Open, SequentialPlan.First(gate.Policy), gate.Deadline(startedAt), cancellation)
            .ConfigureAwait(false);
        if (both is not null)
        {
            await DecideAsync(
                    gate,
                    both,
                    both.Open,
                    files.Measurement,
                    Snapshot,
                    m => gate.Judged(m),
                    gate.Deadline(startedAt),
                    cancellation
                )
                .ConfigureAwait(false);
        }

        JsonFile.Write(files.Measurement, Snapshot(), PerfGateJson.Default.Measurement);
    }

    private BenchmarkSuite SuiteOf(BaseSide theirs, SettledGate gate) =>
        ManifestLoader.Load(theirs.Manifests, gate.Device.Facts(catalog.Compiled.Device), theirs.Root);

    /// <summary>
    /// Rounds of runs, until the judge has nothing left to decide, the runs reach their largest number, or time is up.
    /// </summary>
    private async Task<Measurement> DecideAsync(
        SettledGate gate,
        MeasurementSession session,
        ImmutableArray<string> cases,
        string path,
        Func<Measurement> snapshot,
        Func<Measurement, JudgementInput> judged,
        DateTimeOffset deadline,
        CancellationToken cancellation,
        int? first = null
    )
    {
        var measurement = snapshot();
        JsonFile.Write(path, measurement, PerfGateJson.Default.Measurement);
        int? target = first ?? SequentialPlan.First(gate.Policy);
        while (target is { } runs && cases.Length > 0)
        {
            try
            {
                await session.TakeAsync(cases, runs, deadline, cancellation).ConfigureAwait(false);
            }
            finally
            {
                measurement = snapshot();
                JsonFile.Write(path, measurement, PerfGateJson.Default.Measurement);
            }

            if (cancellation.IsCancellationRequested || DateTimeOffset.UtcNow >= deadline)
                break;
            cases = [.. Judge.Undecided(judged(measurement)).Intersect(session.Open)];
            target = SequentialPlan.Next(gate.Policy, runs);
            if (target is not null && cases.Length > 0)
                progress.Say(
                    $"{cases.Length} undecided: {string.Join(", ", cases.Take(5))}{(cases.Length > 5 ? " ..." : "")}"
                );
        }

        return measurement;
    }

    private MeasurementSession NewSession(SettledGate gate, ImmutableArray<BenchmarkCase> cases)
    {
        var template = GateJobs.Measure(request, catalog, gate, gate.ReferenceTolerances);
        var session = new MeasurementSession(template, launcher, progress, request.WorkFolder, seeded);
        foreach (var benchmark in cases)
            session.Add(gate.Untimed(Blank(gate, benchmark)));
        foreach (var benchmark in gate.FilteredOut)
            session.Add(CasesBeforeMeasuring.LeftOut(benchmark));
        session.Close(gate.Device.Cases.Where(c => cases.Any(s => s.Name == c.Name)));
        return session;
    }

    private MeasurementSession NewTrialSession(SettledGate gate, BaseSide theirs, ImmutableArray<string> cases)
    {
        var baseSuite = SuiteOf(theirs, gate);
        var tolerances = baseSuite.Cases.ToDictionary(c => c.Name, c => c.Tolerance, StringComparer.Ordinal);
        var template = GateJobs.Measure(request, catalog, gate, tolerances) with
        {
            Mode = WorkerMode.Trial,
            Base = theirs,
        };
        var session = new MeasurementSession(template, launcher, progress, request.WorkFolder, seeded);
        var baseCatalog = KernelCatalog.Read(theirs.Kernels);
        foreach (var benchmark in gate.Selected.Where(c => cases.Contains(c.Name)))
        {
            var old = CasesBeforeMeasuring.Of(
                baseSuite.Require(benchmark.Name),
                baseCatalog,
                gate.Device.Gpu?.ComputeCapability,
                theirs.Root
            );
            session.Add(CasesBeforeMeasuring.Against(Blank(gate, benchmark), old));
        }

        return session;
    }

    private MeasuredCase Blank(SettledGate gate, BenchmarkCase benchmark) =>
        CasesBeforeMeasuring.Of(benchmark, catalog, gate.Device.Gpu?.ComputeCapability, request.Root);

    private Measurement Record(
        SettledGate gate,
        ImmutableArray<WorkerRecord> workers,
        ImmutableArray<MeasuredCase> cases,
        MeasurementSession session
    ) =>
        new Measurement
        {
            StartedAt = startedAt,
            WallSeconds = Math.Round(watch.Elapsed.TotalSeconds, 3),
            CheckSeed = request.CheckSeed,
            Project = request.Project,
            Environment = EnvironmentRecord.Of(catalog.Compiled.Device, gate.Device, gate.Policy, catalog.Compiled.Compiler, references.Git),
            Cases = cases,
            Workers = workers,
            Ceilings = ceilings,
            Warnings = session.Warnings,
        }.Bounded();
}
