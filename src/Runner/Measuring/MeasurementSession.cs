using System.Collections.Frozen;
using System.Collections.Immutable;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Core.Statistics;

namespace PerfGate.Runner.Measuring;

/// <summary>
/// Takes runs in fresh worker processes and gathers them; a worker that dies costs one run, never the measurement.
/// </summary>
/// <param name="template">
/// The job that all runs share; cases, how they are sampled among each other, run, seed and result are set per run.
/// </param>
/// <param name="launcher">Runs the workers.</param>
/// <param name="progress">Gets the progress.</param>
/// <param name="workFolder">Where jobs and results lie while they are needed.</param>
/// <param name="check">The check with a random seed that one run has; null for none.</param>
internal sealed class MeasurementSession(
    WorkerJob template, IWorkerLauncher launcher, IRunProgress progress, string workFolder, SeededCheck? check = null)
{
    // A run that dies is repeated. One that dies twice at the same case ends that case.
    private const int AttemptsAtCase = 2;

    // Runs of a case that may be thrown away, whatever was kept, before it is called unstable.
    private const int AllowedDiscards = 3;

    private readonly SortedDictionary<string, CaseTally> _tallies = new(StringComparer.Ordinal);
    private readonly List<WorkerRecord> _workers = [];
    private readonly SortedSet<string> _warnings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<CheckedOutputs>> _known = [];
    private SeededCheck? _pending = check;
    private string _whyNone = "no run of it has been taken yet";
    private int _nextRun;

    /// <summary>Every worker so far, in order.</summary>
    public ImmutableArray<WorkerRecord> Workers => [.. _workers];

    /// <summary>Every case with what was gathered of it, ordered by name.</summary>
    public ImmutableArray<MeasuredCase> Cases => [.. _tallies.Values.Select(t => t.ToCase(_whyNone))];

    /// <summary>Every case as it was named, without runs, ordered by name.</summary>
    public ImmutableArray<MeasuredCase> Blanks => [.. _tallies.Values.Select(t => t.Blank)];

    /// <summary>The cases of which runs may be taken, by name.</summary>
    public ImmutableArray<string> Open => [.. _tallies.Values.Where(t => t.Open).Select(t => t.Name)];

    /// <summary>The files of the libraries that functions are linked with, by the names of manifests.</summary>
    public ImmutableSortedDictionary<string, string> Libraries { get; private set; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Warnings, each once.</summary>
    public ImmutableArray<string> Warnings => [.. _warnings];

    /// <summary>
    /// Names a case that will be measured, or has ended before it began. What is measured says in which cache state; a
    /// command finds the caches as it leaves them.
    /// </summary>
    public void Add(MeasuredCase blank)
    {
        var tally = new CaseTally(
            blank is { Status: CaseStatus.Measured, Observed: null }
                ? blank with
                {
                    Cache = CaseSettings.CacheName(template.SettingsOf(blank.Name).Cache),
                }
                : blank
        );
        if (blank.Status != CaseStatus.Measured)
            tally.Close(blank.Status, blank.Reason ?? "");
        _tallies.Add(blank.Name, tally);
    }

    /// <summary>Takes runs until each of the cases has a number of valid ones, or has ended.</summary>
    /// <param name="cases">The cases, by name.</param>
    /// <param name="target">Valid runs of each, all earlier ones counted.</param>
    /// <param name="deadline">No worker is started after it.</param>
    /// <param name="cancellation">Stops at once; what was gathered stays.</param>
    /// <remarks>
    /// With <see cref="RunClocks.Canary"/> among the cases the runs must have had the same clock. Those at another one
    /// are thrown away only when they have been replaced. This terminates: when fewer than half of the runs
    /// agree, all of them are kept, so fewer than twice as many are taken.
    /// </remarks>
    public async Task TakeAsync(
        IReadOnlyCollection<string> cases,
        int target,
        DateTimeOffset deadline,
        CancellationToken cancellation
    )
    {
        while (!cancellation.IsCancellationRequested && DateTimeOffset.UtcNow < deadline)
        {
            var apart = cases.Contains(RunClocks.Canary)
                ? RunClocks.Apart(_tallies[RunClocks.Canary])
                : FrozenDictionary<int, string>.Empty;
            var needed = cases.Where(c => _tallies[c].Open && _tallies[c].Valid(apart) < target).ToArray();
            if (needed.Length == 0)
            {
                Discard(cases, apart);
                return;
            }

            var left = needed.Max(c => target - _tallies[c].Valid(apart));
            // No later than in the last run that is sure to come.
            if (left == 1 && _pending is not null)
                await _pending.ReadyAsync().ConfigureAwait(false);
            progress.RunBegins(_nextRun, needed.Length, left);
            await TakeRunAsync(needed, _nextRun, deadline, cancellation).ConfigureAwait(false);
            _nextRun++;
        }

        _whyNone = cancellation.IsCancellationRequested
            ? "the measurement was cancelled before its first run"
            : "the time for the measurement ended before its first run; raise PerfGateBudget (--budget), or measure "
                + "fewer cases with PerfGateFilter (--filter)";
    }

    /// <summary>Closes cases that the preparation found cannot be run.</summary>
    public void Close(IEnumerable<CaseResult> failed)
    {
        foreach (var result in failed)
            _tallies[result.Name].Close(result.Status, result.Reason ?? "");
    }

    private void Discard(IEnumerable<string> cases, FrozenDictionary<int, string> apart)
    {
        foreach (var name in cases)
            _tallies[name].Discard(apart);
        foreach (var (run, reason) in apart.OrderBy(a => a.Key))
            progress.Say($"run {run + 1} was repeated: {reason}");
    }

    // Each round ends a case, gets one further, or dies at a case for the first or second time: there are no more than
    // three for each case, and two before the first.
    private async Task TakeRunAsync(string[] cases, int run, DateTimeOffset deadline, CancellationToken cancellation)
    {
        var (left, seed) = (cases, _pending is { IsReady: true } ready ? ready.Seed : (ulong?)null);
        var crashed = false;
        var deaths = new Dictionary<string, int>(StringComparer.Ordinal);
        for (
            var attempt = 0;
            left.Length > 0
                && (attempt == 0 || DateTimeOffset.UtcNow < deadline)
                && !cancellation.IsCancellationRequested;
            attempt++
        )
        {
            var exit = await LaunchAsync(
                    JobFor(left, run, attempt) with
                    {
                        CheckSeed = seed,
                        Guarded = crashed,
                    },
                    left,
                    attempt,
                    cancellation
                )
                .ConfigureAwait(false);
            if (exit.Result is { } result)
            {
                // A worker that died may not have got as far as the check: the next run has it then.
                if (seed is not null)
                    _pending = null;
                var taken = Gather(result, left, run);
                // A case that lost the device took the ones behind it along: they get a fresh process, it does not.
                left = [.. left.Where(c => !taken.Contains(c) && _tallies[c].Open)];
                continue;
            }

            if (exit.Outcome == WorkerOutcome.Cancelled)
                return;
            crashed |= exit.Outcome == WorkerOutcome.Crashed;
            // A worker that dies at one case says nothing about the case at which the next one dies.
            var at = exit.LastCase ?? "";
            deaths[at] = deaths.GetValueOrDefault(at) + 1;
            if (deaths[at] == AttemptsAtCase)
                left = Accuse(exit, left);
        }
    }

    // The case that it was at, or all of them if it had not begun any. A worker that was killed from outside says
    // nothing against its case.
    private string[] Accuse(WorkerExit exit, string[] cases)
    {
        var status = exit.Outcome == WorkerOutcome.Killed ? CaseStatus.NotRun : CaseStatus.Failed;
        string[] accused = exit.LastCase is { } one ? [one] : cases;
        foreach (var name in accused)
            _tallies[name].Close(status, $"{exit.Reason}; tried twice");
        return [.. cases.Except(accused)];
    }

    private HashSet<string> Gather(WorkerResult result, string[] cases, int run)
    {
        _warnings.UnionWith(result.Warnings);
        Libraries = Libraries.SetItems(result.Libraries);
        var taken = Asked(result, cases);
        foreach (var one in taken)
            Gather(one, run, result.Disturbance);
        return [.. taken.Select(c => c.Name)];
    }

    // Only what was asked for, each case once: a result file is what a process wrote that ran a kernel.
    private static CaseResult[] Asked(WorkerResult result, string[] cases) =>
        [.. result.Cases.Where(c => cases.Contains(c.Name)).DistinctBy(c => c.Name)];

    private void Gather(CaseResult taken, int run, string? disturbance)
    {
        var tally = _tallies[taken.Name];
        if (taken.Status != CaseStatus.Measured)
        {
            tally.Note(taken);
            tally.Close(taken.Status, taken.Reason ?? "");
        }
        else if ((disturbance ?? Unsteady(taken)) is { } reason)
        {
            tally.Discard(run, taken, reason, AllowedDiscards);
        }
        else
        {
            tally.Keep(run, taken);
            if (taken.Right.Length >= _known.GetValueOrDefault(taken.Name, []).Length)
                _known[taken.Name] = taken.Right;
        }
    }

    private string? Unsteady(CaseResult taken) =>
        RunStability
            .Examine(
                taken.Samples.AsSpan(), template.SettingsOf(taken.Name).Tolerance, taken.Conditions.AsSpan())
            .Reason;

    private async Task<WorkerExit> LaunchAsync(
        WorkerJob job,
        string[] cases,
        int attempt,
        CancellationToken cancellation
    )
    {
        var exit = Checked(await launcher.RunAsync(job, progress.AtCase, cancellation).ConfigureAwait(false), cases);
        var disturbed = exit.Result?.Disturbance;
        var record = new WorkerRecord
        {
            Run = job.Run,
            Attempt = attempt,
            Seed = job.Seed,
            Outcome = disturbed is null ? exit.Outcome : WorkerOutcome.Unstable,
            Reason = disturbed ?? exit.Reason,
            WallSeconds = Math.Round(exit.WallSeconds, 3),
            Phases = exit.Result?.Phases ?? [],
            BusyShare = exit.Result?.BusyShare,
            Watch = exit.Watch,
        };
        _workers.Add(record);
        progress.WorkerEnded(record);
        return exit;
    }

    // Cases that were not asked for do not count, and a result without any that was asked for is no result.
    private static WorkerExit Checked(WorkerExit exit, string[] cases)
    {
        if (exit.LastCase is { } at && !cases.Contains(at))
            exit = exit with { LastCase = null };
        return exit.Result is { } result && Asked(result, cases).Length == 0
            ? exit with
            {
                Outcome = WorkerOutcome.Crashed,
                Result = null,
                Reason = "the worker left a result that holds none of its cases",
            }
            : exit;
    }

    private WorkerJob JobFor(string[] cases, int run, int attempt) => template with
    {
        Cases = [.. cases],
        Sampling = template.Sampling.Among(cases.Length),
        Known = _known.Where(k => cases.Contains(k.Key)).ToImmutableDictionary(),
        Run = run,
        // Splitmix64's increment keeps the seeds of neighbouring runs apart; 53 bits are what every JSON reader keeps
        // exactly.
        Seed = ((ulong)run * 2 + (ulong)attempt + 1) * 0x9E3779B97F4A7C15UL >> 11,
        Result = ResultPath($"run-{run}", attempt),
    };

    private string ResultPath(string what, int attempt) => Path.Combine(workFolder, $"{what}-{attempt}.json");
}
