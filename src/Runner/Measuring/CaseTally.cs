using System.Collections.Immutable;
using PerfGate.Core.Measurements;
using PerfGate.Core.Statistics;

namespace PerfGate.Runner.Measuring;

/// <summary>What has been gathered of one case so far.</summary>
/// <param name="blank">The case as it will be in the measurement, without runs.</param>
internal sealed class CaseTally(MeasuredCase blank)
{
    private readonly List<CaseResult> _results = [];

    // Discarded ones too: what a command runs does not depend on how steady its times are.
    private readonly List<CaseResult> _observed = [];
    private readonly List<int> _runs = [];
    private readonly List<DiscardedRun> _discarded = [];
    private ImmutableArray<OutputCheck> _checks = [];
    private ImmutableArray<OutputCheck> _referenceChecks = [];
    private long? _peakMemory;
    private (CaseStatus Status, string Reason)? _end;
    private int _unsteady;

    /// <summary>The case as it will be in the measurement, without runs.</summary>
    public MeasuredCase Blank => blank;

    /// <summary>The case's name.</summary>
    public string Name => blank.Name;

    /// <summary>Whether more runs of it may be taken.</summary>
    public bool Open => _end is null;

    /// <summary>Number of valid runs.</summary>
    /// <param name="without">Runs that do not count, by index.</param>
    public int Valid(IReadOnlyDictionary<int, string> without) => _runs.Count(run => !without.ContainsKey(run));

    /// <summary>
    /// Location of each valid run, nanoseconds as its clock read it (with the clock share), in the order of the runs.
    /// </summary>
    public IEnumerable<(int Run, double Location)> Locations =>
        _runs.Zip(_results, (run, result) => (run, InterquartileMean.Of(result.Samples.AsSpan())));

    /// <summary>Keeps a run.</summary>
    public void Keep(int run, CaseResult result)
    {
        _runs.Add(run);
        _results.Add(result);
        _observed.Add(result);
        Note(result);
    }

    /// <summary>
    /// Discards a run that was not steady. The case is unstable once so many were that most of its runs were.
    /// </summary>
    /// <param name="run">The run's index.</param>
    /// <param name="result">What it gave. Only what it ran counts.</param>
    /// <param name="reason">Why.</param>
    /// <param name="allowed">How many may be discarded whatever was kept.</param>
    public void Discard(int run, CaseResult result, string reason, int allowed)
    {
        _observed.Add(result);
        _discarded.Add(new(run, reason));
        if (++_unsteady > Math.Max(allowed, _runs.Count))
            Close(CaseStatus.Unstable, $"{_unsteady} runs were thrown away; the last one: {reason}");
    }

    /// <summary>
    /// Discards runs that were kept, because the machine was in another state then. That says nothing against the case.
    /// </summary>
    /// <param name="reasons">
    /// The runs' indices with the reasons; others are ignored.
    /// </param>
    public void Discard(IReadOnlyDictionary<int, string> reasons)
    {
        for (var i = _runs.Count - 1; i >= 0; i--)
        {
            if (!reasons.TryGetValue(_runs[i], out var reason))
                continue;
            _discarded.Add(new(_runs[i], reason));
            _runs.RemoveAt(i);
            _results.RemoveAt(i);
        }
    }

    /// <summary>Ends the case.</summary>
    public void Close(CaseStatus status, string reason) => _end ??= (status, reason);

    /// <summary>Records checks and memory.</summary>
    public void Note(CaseResult result)
    {
        if (result.Checks.Length > 0 && (_checks.Length == 0 || Worst(result.Checks) >= Worst(_checks)))
            _checks = result.Checks;
        if (
            result.ReferenceChecks.Length > 0
            && (_referenceChecks.Length == 0 || Worst(result.ReferenceChecks) >= Worst(_referenceChecks))
        )
            _referenceChecks = result.ReferenceChecks;
        if (result.PeakMemoryBytes is { } peak)
            _peakMemory = Math.Max(peak, _peakMemory ?? 0);
    }

    /// <summary>The case with all that was gathered.</summary>
    /// <param name="whyNone">Why it has no run, where it has none and nothing ended it.</param>
    public MeasuredCase ToCase(string whyNone)
    {
        // The medians over the processes, because one process's share is known less well than its samples' location.
        var share = Median(r => r.ClockShare);
        var (referenceShare, launchShare) = (Median(r => r.ReferenceClockShare), Median(r => r.LaunchClockShare));
        var measured = blank with
        {
            Status = _end?.Status ?? (_runs.Count > 0 ? CaseStatus.Measured : CaseStatus.NotRun),
            Reason = _end?.Reason ?? (_runs.Count > 0 ? null : whyNone),
            Runs =
            [
                .. _runs.Zip(_results, (run, result) => new CaseRun
                {
                    Run = run,
                    Samples = WithoutClockShare(result.Samples, share),
                    ReferenceSamples = result.ReferenceSamples is { } theirs
                        ? WithoutClockShare(theirs, referenceShare)
                        : null,
                    LaunchTimes = result.LaunchTimes is { } launches
                        ? WithoutClockShare(launches, launchShare)
                        : null,
                    ReferenceLaunchTimes = result.ReferenceLaunchTimes is { } theirLaunches
                        ? WithoutClockShare(theirLaunches, launchShare)
                        : null,
                }),
            ],
            ClockShare = share,
            Discarded = [.. _discarded.OrderBy(d => d.Run)],
            Checks = [.. _checks.Select((c, i) => c with { Deterministic = Deterministic(i) })],
            ReferenceChecks = _referenceChecks,
            PeakMemoryBytes = _peakMemory,
        };
        return blank.Observed is null ? measured : WithObserved(measured);
    }

    // What a command runs is known from its runs alone, and it has one identity where all of them agree.
    private MeasuredCase WithObserved(MeasuredCase measured)
    {
        if (_observed.Count == 0)
            return measured;
        return measured with
        {
            Observed = blank.Observed! with
            {
                Records = _observed.Sum(r => r.Observed?.Records ?? 0),
                Modules = _observed.Max(r => r.Observed?.Modules ?? 0),
                Kernels = _observed.Select(r => r.Observed?.Kernels).Distinct().ToArray() is [var same] ? same : null,
            },
            CodeHash = Same(r => r.CodeHash),
            ReferenceCodeHash = Same(r => r.ReferenceCodeHash),
            Kernels = _observed[^1].Kernels,
            ReferenceKernels = _observed[^1].ReferenceKernels,
        };
    }

    private string? Same(Func<CaseResult, string?> hash) =>
        _observed.Select(hash).Distinct().ToArray() is [var one] ? one : null;

    // Whether every run gave the same bytes of an output; one run cannot tell.
    private bool? Deterministic(int output) =>
        _results.Count < 2 ? null : !_results.Any(r => output < r.Varies.Length && r.Varies[output]);

    private double? Median(Func<CaseResult, double?> share)
    {
        var known = _results.Select(share).OfType<double>().ToArray();
        return known.Length == 0 ? null : Math.Round(Quantiles.Median(known));
    }

    /// <summary>
    /// Times without what the clock adds: this is where a time of the measurement differs from what the clock read.
    /// </summary>
    /// <param name="times">What the clock read, nanoseconds.</param>
    /// <param name="share">
    /// The clock's own share, nanoseconds, as each worker measured it; null or 0 if the clock adds nothing.
    /// </param>
    /// <returns>Nanoseconds, at least 1 each.</returns>
    internal static ImmutableArray<double> WithoutClockShare(ImmutableArray<double> times, double? share) =>
        share is null or 0 ? times : [.. times.Select(t => Math.Max(1, t - share.Value))];

    private static double Worst(ImmutableArray<OutputCheck> of) => of.Max(c => c.RelativeError);
}
