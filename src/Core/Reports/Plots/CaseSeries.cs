using System.Collections.Immutable;
using PerfGate.Core.Reports.Model;

namespace PerfGate.Core.Reports.Plots;

/// <summary>The times of one case's two sides, in the unit of their plots.</summary>
/// <param name="Reference">Samples of each run of the reference.</param>
/// <param name="Candidate">Samples of each run of the candidate.</param>
/// <param name="Unit">The unit that they are in.</param>
/// <param name="Low">The lower end of the range that holds all but the strays.</param>
/// <param name="High">The upper end of that range.</param>
/// <param name="Outside">How many samples lie beyond the range.</param>
internal sealed record CaseSeries(
    ImmutableArray<ImmutableArray<double>> Reference,
    ImmutableArray<ImmutableArray<double>> Candidate,
    TimeUnit Unit,
    double Low,
    double High,
    int Outside)
{
    // A warm-up sample of ten times the usual would leave the rest a flat line: half a per cent at each end may leave
    // the frame.
    private const double Stray = 0.005;

    /// <summary>The series of a case; null if nothing was timed.</summary>
    /// <param name="c">The case.</param>
    public static CaseSeries? Of(ReportCase c) => Of(c.ReferenceRuns, c.CandidateRuns);

    /// <summary>The series of two sides; null if nothing was timed.</summary>
    /// <param name="reference">Samples of each run of the reference, nanoseconds.</param>
    /// <param name="candidate">Samples of each run of the candidate, nanoseconds.</param>
    public static CaseSeries? Of(
        ImmutableArray<ImmutableArray<double>> reference,
        ImmutableArray<ImmutableArray<double>> candidate
    )
    {
        var all = reference
            .Concat(candidate)
            .SelectMany(r => r)
            .Where(s => double.IsFinite(s) && s > 0)
            .Order()
            .ToArray();
        if (all.Length == 0)
            return null;
        var unit = TimeUnit.For(all[all.Length / 2]);
        var low = all[(int)((all.Length - 1) * Stray)];
        var high = all[(int)Math.Ceiling((all.Length - 1) * (1 - Stray))];
        var margin = Math.Max((high - low) * 0.08, high * 1e-4);
        return new(
            Scaled(reference, unit),
            Scaled(candidate, unit),
            unit,
            (low - margin) / unit.Nanoseconds,
            (high + margin) / unit.Nanoseconds,
            all.Count(s => s < low - margin || s > high + margin));
    }

    private static ImmutableArray<ImmutableArray<double>> Scaled(
        ImmutableArray<ImmutableArray<double>> runs,
        TimeUnit unit
    ) =>
        [
            .. runs.Select(r =>
                    r.Where(s => double.IsFinite(s) && s > 0).Select(s => s / unit.Nanoseconds).ToImmutableArray()
                )
                .Where(r => !r.IsEmpty),
        ];
}
