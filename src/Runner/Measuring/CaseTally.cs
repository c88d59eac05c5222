using System.Collections.Immutable;
using PerfGate.Core.Measurements;
using PerfGate.Core.Statistics;

namespace PerfGate.Runner.Measuring;

/// <summary>What has been gathered of one case so far.</summary>
/// <param name="blank">The case as it will stand in the measurement, without runs.</param>
internal sealed class CaseTally(MeasuredCase blank)
{
    private readonly List<CaseResult> results = [];
    private readonly List<int> runs = [];
    private readonly List<DiscardedRun> discarded = [];
    private ImmutableArray<OutputCheck> checks = [];
    private ImmutableArray<OutputCheck> referenceChecks = [];
    private long? peakMemory;
    private (CaseStatus Status, string Reason)? end;
    private int unsteady;

    /// <summary>The case as it will stand in the measurement, without runs.</summary>
    public MeasuredCase Blank => blank;

    /// <summary>The case's name.</summary>
    public string Name => blank.Name;

    /// <summary>Whether more runs of it may be taken.</summary>
    public bool Open => end is null;

    /// <summary>Number of valid runs.</summary>
    /// <param name="without">Runs that do not count, by index.</param>
    public int Valid(IReadOnlyDictionary<int, string> without) => runs.Count(run => !without.ContainsKey(run));

    /// <summary>
    /// Location of each valid run, nanoseconds as its clock told, in the order in which they were taken.
    /// </summary>
    public IEnumerable<(int Run, double Location)> Locations =>
        runs.Zip(results, (run, result) => (run, InterquartileMean.Of(result.Samples.AsSpan())));

    /// <summary>Keeps a run.</summary>
    public void Keep(int run, CaseResult result)
    {
        runs.Add(run);
        results.Add(result);
        Note(result);
    }

    /// <summary>Throws a run away that was not steady; after too many of them the case is unstable.</summary>
    /// <param name="run">The run's index.</param>
    /// <param name="reason">Why.</param>
    /// <param name="allowed">How many may be thrown away.</param>
    public void Discard(int run, string reason, int allowed)
    {
        discarded.Add(new(run, reason));
        if (++unsteady > allowed)
            Close(CaseStatus.Unstable, $"{unsteady} runs were thrown away; the last one: {reason}");
    }

    /// <summary>
    /// Throws runs away that were kept, because the machine was another one then; that says nothing against the case.
    /// </summary>
    /// <param name="reasons">
    /// The runs' indices with the reasons; those that are no valid runs of this case are passed over.
    /// </param>
    public void Discard(IReadOnlyDictionary<int, string> reasons)
    {
        for (var i = runs.Count - 1; i >= 0; i--)
        {
            if (!reasons.TryGetValue(runs[i], out var reason))
                continue;
            discarded.Add(new(runs[i], reason));
            runs.RemoveAt(i);
            results.RemoveAt(i);
        }
    }

    /// <summary>Ends the case.</summary>
    public void Close(CaseStatus status, string reason) => end ??= (status, reason);

    /// <summary>Records checks and memory.</summary>
    public void Note(CaseResult result)
    {
        if (result.Checks.Length > 0 && (checks.Length == 0 || Worst(result.Checks) >= Worst(checks)))
            checks = result.Checks;
        if (
            result.ReferenceChecks.Length > 0
            && (referenceChecks.Length == 0 || Worst(result.ReferenceChecks) >= Worst(referenceChecks))
        )
            referenceChecks = result.ReferenceChecks;
        if (result.PeakMemoryBytes is { } peak)
            peakMemory = Math.Max(peak, peakMemory ?? 0);
    }

    /// <summary>The case with all that was gathered.</summary>
    /// <param name="whyNone">Why it has no run, where it has none and nothing ended it.</param>
    public MeasuredCase ToCase(string whyNone)
    {
        // The medians over the processes, because one process's share is known less well than its samples' location.
        var share = Median(r => r.ClockShare);
        var (referenceShare, launchShare) = (Median(r => r.ReferenceClockShare), Median(r => r.LaunchClockShare));
        return blank with
        {
            Status = end?.Status ?? (runs.Count > 0 ? CaseStatus.Measured : CaseStatus.NotRun),
            Reason = end?.Reason ?? (runs.Count > 0 ? null : whyNone),
            Runs =
            [
                .. runs.Zip(results, (run, result) => new CaseRun
                {
                    Run = run,
                    Samples = Less(result.Samples, share),
                    ReferenceSamples = result.ReferenceSamples is { } theirs ? Less(theirs, referenceShare) : null,
                    LaunchTimes = result.LaunchTimes is { } launches ? Less(launches, launchShare) : null,
                }),
            ],
            ClockShare = share,
            Discarded = [.. discarded.OrderBy(d => d.Run)],
            Checks = [.. checks.Select((c, i) => c with { Deterministic = Deterministic(i) })],
            ReferenceChecks = referenceChecks,
            PeakMemoryBytes = peakMemory,
        };
    }

    // Whether every run gave the same bytes of an output; one run cannot tell.
    private bool? Deterministic(int output) =>
        results.Count < 2 ? null : !results.Any(r => output < r.Varies.Length && r.Varies[output]);

    private double? Median(Func<CaseResult, double?> share)
    {
        var known = results.Select(share).OfType<double>().ToArray();
        return known.Length == 0 ? null : Math.Round(Quantiles.Median(known));
    }

    // Time stays positive whatever a clock says.
    private static ImmutableArray<double> Less(ImmutableArray<double> times, double? share) =>
        share is null or 0 ? times : [.. times.Select(t => Math.Max(1, t - share.Value))];

    private static double Worst(ImmutableArray<OutputCheck> of) => of.Max(c => c.RelativeError);
}
