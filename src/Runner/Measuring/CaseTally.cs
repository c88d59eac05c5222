using System.Collections.Immutable;
using PerfGate.Core.Measurements;

namespace PerfGate.Runner.Measuring;

/// <summary>What has been gathered of one case so far.</summary>
/// <param name="blank">The case as it will stand in the measurement, without runs.</param>
internal sealed class CaseTally(MeasuredCase blank)
{
    private readonly List<CaseRun> runs = [];
    private readonly List<DiscardedRun> discarded = [];
    private ImmutableArray<OutputCheck> checks = [];
    private long? peakMemory;
    private (CaseStatus Status, string Reason)? end;

    /// <summary>The case as it will stand in the measurement, without runs.</summary>
    public MeasuredCase Blank => blank;

    /// <summary>The case's name.</summary>
    public string Name => blank.Name;

    /// <summary>Number of valid runs.</summary>
    public int Valid => runs.Count;

    /// <summary>Whether more runs of it may be taken.</summary>
    public bool Open => end is null;

    /// <summary>Keeps a run.</summary>
    public void Keep(int run, CaseResult result)
    {
        runs.Add(new()
        {
            Run = run, Samples = result.Samples, ReferenceSamples = result.ReferenceSamples, LaunchTimes = result.LaunchTimes,
        });
        Note(result);
    }

    /// <summary>Throws a run away; after too many of them the case is unstable.</summary>
    /// <param name="run">The run's index.</param>
    /// <param name="reason">Why.</param>
    /// <param name="allowed">How many may be thrown away.</param>
    public void Discard(int run, string reason, int allowed)
    {
        discarded.Add(new(run, reason));
        if (discarded.Count > allowed)
            Close(CaseStatus.Unstable, $"{discarded.Count} runs were thrown away; the last one: {reason}");
    }

    /// <summary>Ends the case.</summary>
    public void Close(CaseStatus status, string reason) => end ??= (status, reason);

    /// <summary>Records checks and memory.</summary>
    public void Note(CaseResult result)
    {
        if (result.Checks.Length > 0 && (checks.Length == 0 || Worst(result.Checks) >= Worst(checks)))
            checks = result.Checks;
        if (result.PeakMemoryBytes is { } peak)
            peakMemory = Math.Max(peak, peakMemory ?? 0);
    }

    /// <summary>The case with all that was gathered.</summary>
    public MeasuredCase ToCase() => blank with
    {
        Status = end?.Status ?? (runs.Count > 0 ? CaseStatus.Measured : CaseStatus.Failed),
        Reason = end?.Reason ?? (runs.Count > 0 ? null : "no run of it was taken before the budget ended or the measurement was cancelled"),
        Runs = [.. runs],
        Discarded = [.. discarded],
        Checks = checks,
        PeakMemoryBytes = peakMemory,
    };

    private static double Worst(ImmutableArray<OutputCheck> of) => of.Max(c => c.RelativeError);
}
