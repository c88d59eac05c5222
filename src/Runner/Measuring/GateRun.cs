using System.Collections.Immutable;
using System.Diagnostics;
using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Measuring.Observing;

namespace PerfGate.Runner.Measuring;

/// <summary>
/// One gate invocation from the prepared device to the files: rounds of runs until every case is decided or the budget
/// ends, and then the accused cases again.
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
    private readonly GateFiles _files = new(request.Output);
    private readonly DateTimeOffset _startedAt = DateTimeOffset.UtcNow;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly CommandBuilds _builds = new(progress.Say);
    private DeviceCeilings? _ceilings;
    private SeededCheck? _seeded;

    // Builds take as long as they take.
    private DateTimeOffset DeadlineOf(SettledGate gate) => gate.Deadline(_startedAt + _builds.Elapsed);

    private GateSessions Sessions => new(request, catalog, launcher, progress, _seeded);

    /// <summary>
    /// Measures and writes <c>measurement.json</c>, <c>inputs.json</c> and whatever the judge needs beside them.
    /// </summary>
    /// <exception cref="PerfGateException">The device cannot be used, or an input file cannot.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(request.Output);
        Directory.CreateDirectory(request.WorkFolder);
        var settling = new GateSettling(request, catalog, launcher, progress, references, _startedAt);
        (var gate, _ceilings) = await settling.SettleAsync(cancellation).ConfigureAwait(false);
        gate = gate.Without(await _builds.OfAsync(gate.Selected, cancellation).ConfigureAwait(false));
        if (RunTime.Expected(gate.Resolved.Baseline, gate.Selected.Count(c => c.SkipReason is null)) is { } seconds)
            progress.Expect(seconds);
        await using var check = _seeded = BeginSeeded(gate, cancellation);
        if (gate.Resolved.Description.Kind == ReferenceKind.Base)
            await CompareWithBaseAsync(gate, cancellation).ConfigureAwait(false);
        else
            await CompareWithBaselineAsync(gate, cancellation).ConfigureAwait(false);
    }

    private SeededCheck? BeginSeeded(SettledGate gate, CancellationToken cancellation)
    {
        if (request.CheckSeed is not { } seed)
            return null;
        var facts = gate.Device.Facts(catalog.Compiled.Device);
        return facts.Kind.RunsOnProcessor
            ? SeededCheck.Prepared(seed)
            : SeededCheck.Begin(GateJobs.SeededOutputs(request, catalog, facts), launcher, cancellation);
    }

    private async Task CompareWithBaselineAsync(SettledGate gate, CancellationToken cancellation)
    {
        var session = Sessions.New(gate, gate.Selected);
        Measurement Snapshot() => Record(gate, session.Workers, session.Cases, session);
        var runs = gate.FirstRuns(session.Blanks);
        if (runs < SequentialPlan.First(gate.Policy))
            progress.Say(
                $"Every case has the reference's machine code: {runs} runs check the outputs and show whether the "
                    + $"machine has drifted"
            );
        var measured = await DecideAsync(
                gate,
                session,
                session.Open,
                _files.Measurement,
                Snapshot,
                m => gate.Judged(m),
                DeadlineOf(gate),
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
        var (side, declared) = await BaseSideAsync(gate, accused, cancellation).ConfigureAwait(false);
        if (declared is not null && side.Cases.Length > 0)
        {
            var session = Sessions.NewTrial(gate, side.Base!, declared, side.Cases);
            await DecideAsync(
                    gate,
                    session,
                    session.Open,
                    _files.Trial,
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

    // The base's side of a trial, and what its manifests declare; null if there is no such side.
    private async Task<(TrialSide Side, BenchmarkSuite? Declared)> BaseSideAsync(
        SettledGate gate, ImmutableArray<string> cases, CancellationToken cancellation)
    {
        var side = await trial.PrepareAsync(gate.Resolved, cases, cancellation).ConfigureAwait(false);
        if (side.Base is not { } theirs)
            return (side, null);
        var declared = ManifestLoader.Load(
            theirs.Manifests, gate.Device.Facts(catalog.Compiled.Device), theirs.Root);
        side = await BaseCommands.RunnableAsync(side, declared, _builds, cancellation).ConfigureAwait(false);
        return (side, declared);
    }

    private async Task MeasureOnceMoreAsync(
        SettledGate gate,
        Measurement measured,
        ImmutableArray<string> cases,
        string? reason,
        CancellationToken cancellation
    )
    {
        progress.Say($"Measured again, because {reason}: {string.Join(", ", cases)}");
        JsonFile.Write(
            _files.Inputs,
            (gate.Inputs with { NoTrial = reason }).Bounded(),
            PerfGateJson.Default.GateInputs
        );
        // The canaries along, to tell whether the machine moved between the two.
        var session = Sessions.New(
            gate,
            [.. gate.Selected.Where(c => c.Role == CaseRole.Canary || cases.Contains(c.Name))]
        );
        await DecideAsync(
                gate,
                session,
                session.Open,
                _files.Remeasured,
                () => Record(gate, session.Workers, session.Cases, session),
                m => gate.Judged(measured) with { Remeasured = m },
                DateTimeOffset.MaxValue,
                cancellation
            )
            .ConfigureAwait(false);
    }

    private async Task CompareWithBaseAsync(SettledGate gate, CancellationToken cancellation)
    {
        var (side, declared) = await BaseSideAsync(
                gate,
                [.. gate.Selected.Where(c => c.SkipReason is null && c.Role == CaseRole.Case).Select(c => c.Name)],
                cancellation
            )
            .ConfigureAwait(false);
        if (side.Reason is { } reason)
            progress.Say($"Not compared with the base: {reason}");
        JsonFile.Write(
            _files.Inputs,
            (gate.Inputs with { NoTrial = side.Reason }).Bounded(),
            PerfGateJson.Default.GateInputs
        );

        // Cases that the base does not have are measured all the same: they are new, and their outputs must be right.
        var shared = side.Cases.ToHashSet(StringComparer.Ordinal);
        var alone = Sessions.New(gate, [.. gate.Selected.Where(c => !shared.Contains(c.Name))]);
        var both = declared is null ? null : Sessions.NewTrial(gate, side.Base!, declared, side.Cases);
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
            .TakeAsync(alone.Open, SequentialPlan.First(gate.Policy), DeadlineOf(gate), cancellation)
            .ConfigureAwait(false);
        if (both is not null)
        {
            await DecideAsync(
                    gate,
                    both,
                    both.Open,
                    _files.Measurement,
                    Snapshot,
                    m => gate.Judged(m),
                    DeadlineOf(gate),
                    cancellation
                )
                .ConfigureAwait(false);
        }

        JsonFile.Write(_files.Measurement, Snapshot(), PerfGateJson.Default.Measurement);
    }

    private Task<Measurement> DecideAsync(
        SettledGate gate,
        MeasurementSession session,
        ImmutableArray<string> cases,
        string path,
        Func<Measurement> snapshot,
        Func<Measurement, JudgementInput> judged,
        DateTimeOffset deadline,
        CancellationToken cancellation,
        int? first = null
    ) =>
        new GateRounds(gate, progress).DecideAsync(
            session,
            cases,
            () =>
            {
                var measurement = snapshot();
                JsonFile.Write(path, measurement, PerfGateJson.Default.Measurement);
                return measurement;
            },
            judged,
            deadline,
            cancellation,
            first
        );

    private Measurement Record(
        SettledGate gate,
        ImmutableArray<WorkerRecord> workers,
        ImmutableArray<MeasuredCase> cases,
        MeasurementSession session
    ) =>
        new Measurement
        {
            StartedAt = _startedAt,
            WallSeconds = Math.Round(_watch.Elapsed.TotalSeconds, 3),
            CheckSeed = request.CheckSeed,
            Project = request.Project,
            Shard = request.Share?.Shard,
            Environment = EnvironmentRecord.Of(
                catalog.Compiled.Device,
                gate.Device,
                gate.Policy,
                catalog.Compiled.Compiler,
                references.Git
            ) with
            {
                Libraries = session.Libraries,
            },
            Cases = cases,
            Workers = workers,
            Ceilings = _ceilings,
            Warnings = session.Warnings,
        }.Bounded();
}
