using System.Collections.Immutable;
using PerfGate.Core.Measurements;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Baselines;

/// <summary>
/// How each case went over the measurements of a baseline, or of all that were ever tagged. Each step is weighed by
/// itself, against the noise of the runs on both of its sides; where a new level begins, which noise that comes and
/// goes with the days does not make, is searched for over the runs of all measurements (<see cref="HistoryLevels"/>).
/// </summary>
public static class BaselineHistory
{
    /// <summary>The points of every case that was measured at least once.</summary>
    /// <param name="measurements">The measurements, oldest first.</param>
    /// <returns>Case name to points, oldest first; ordered by name.</returns>
    public static ImmutableSortedDictionary<string, ImmutableArray<HistoryPoint>> Of(
        IReadOnlyList<Measurement> measurements
    ) =>
        measurements
            .SelectMany(m => m.Cases)
            .Where(IsPoint)
            .Select(c => c.Name)
            .Distinct(StringComparer.Ordinal)
            .ToImmutableSortedDictionary(name => name, name => Of(measurements, name), StringComparer.Ordinal);

    /// <summary>Puts the measurements of several versions of one device's baseline in order, each once.</summary>
    /// <param name="versions">The versions, in any order.</param>
    /// <returns>
    /// The measurements, oldest first; of two with one time, such as a copy to which its tag was added, that of the
    /// later version.
    /// </returns>
    public static ImmutableArray<Measurement> Merge(IEnumerable<Baseline> versions) =>
    [
        .. versions.SelectMany(v => v.Measurements)
            .GroupBy(m => m.StartedAt)
            .OrderBy(same => same.Key)
            .Select(same => same.Last()),
    ];

    /// <summary>Where a case lies: the geometric mean of its runs' interquartile means, nanoseconds.</summary>
    /// <param name="measured">A case with at least one run.</param>
    public static double Location(MeasuredCase measured) => RunLocation.Centre(RunLocation.RunMeans(measured));

    /// <summary>
    /// The standard deviation between the runs of a case, as a fraction of its location; 0 for a single run.
    /// </summary>
    /// <param name="measured">A case with at least one run.</param>
    public static double Spread(MeasuredCase measured)
    {
        var means = RunLocation.RunMeans(measured);
        var centre = RunLocation.Centre(means);
        return means.Length < 2 ? 0 : Math.Sqrt(means.Sum(m => Math.Pow(Math.Log(m / centre), 2)) / (means.Length - 1));
    }

    private static bool IsPoint(MeasuredCase c) => c is { Status: CaseStatus.Measured, Runs.IsEmpty: false };

    private static ImmutableArray<HistoryPoint> Of(IReadOnlyList<Measurement> measurements, string name)
    {
        (Measurement Measurement, MeasuredCase Case, ImmutableArray<double> RunMeans)[] taken =
        [
            .. from m in measurements
               from c in m.Cases
               where c.Name == name && IsPoint(c)
               select (m, c, RunLocation.RunMeans(c)),
        ];
        var levels = HistoryLevels.BeginAt([.. taken.Select(t => t.RunMeans)]);
        var points = ImmutableArray.CreateBuilder<HistoryPoint>();
        MeasuredCase? before = null;
        ImmutableArray<double> earlier = default;
        string? cache = null;
        foreach (var (measurement, now, runMeans) in taken)
        {
            // A step from one cache state to another is neither the code's nor the machine's.
            if (cache != measurement.CacheOf(now))
                before = null;
            points.Add(new(
                measurement.StartedAt,
                measurement.Environment.Git?.Tag,
                measurement.Environment.Git?.Commit,
                RunLocation.Centre(runMeans),
                before is null ? null : DriftBound.Ratio(earlier, runMeans),
                before is null || !Moved(earlier, runMeans) ? HistoryChange.None
                    : before.CodeHash is not null && before.CodeHash == now.CodeHash ? HistoryChange.Machine
                    : HistoryChange.Code,
                levels.Contains(points.Count)));
            (before, earlier, cache) = (now, runMeans, measurement.CacheOf(now));
        }

        return points.DrainToImmutable();
    }

    private static bool Moved(ImmutableArray<double> before, ImmutableArray<double> now) =>
        DriftBound.IsSlower(before, now, 0) || DriftBound.IsFaster(before, now, 0);
}

/// <summary>One case at one measurement of a history.</summary>
/// <param name="MeasuredAt">When, UTC.</param>
/// <param name="Tag">The release tag; null for none.</param>
/// <param name="Commit">The commit; null if unknown.</param>
/// <param name="LocationNs">Geometric mean of the runs' interquartile means, nanoseconds.</param>
/// <param name="Ratio">Over the point before; null at the first one.</param>
/// <param name="Change">What the step from the point before is, the two alone.</param>
/// <param name="LevelBegins">
/// Whether another level begins here, by a change-point search over all runs of the history.
/// </param>
public sealed record HistoryPoint(
    DateTimeOffset MeasuredAt,
    string? Tag,
    string? Commit,
    double LocationNs,
    double? Ratio,
    HistoryChange Change,
    bool LevelBegins
);

/// <summary>What a step between two measurements of a case is.</summary>
public enum HistoryChange
{
    /// <summary>Within the noise of the runs, or the first point.</summary>
    None,

    /// <summary>
    /// The times moved by more than the runs' noise and the machine code is another: a change point of the code.
    /// </summary>
    Code,

    /// <summary>The times moved by more than the runs' noise under the same machine code: the machine did it.</summary>
    Machine,
}

/// <summary>Where the level of a case's history changes.</summary>
public static class HistoryLevels
{
    /// <summary>The measurements at which another level begins.</summary>
    /// <param name="runs">Of each measurement, oldest first, the locations of its runs in nanoseconds.</param>
    /// <returns>
    /// Indexes of measurements, ascending; never 0, and empty if there are too few runs to tell
    /// (<see cref="ChangePoints.FewestRuns"/>).
    /// </returns>
    /// <remarks>
    /// The detector searches runs, because a handful of measurements is too few for it; the result names measurements.
    /// It may miss the border by a run or two, so the nearest measurement counts.
    /// </remarks>
    public static ImmutableArray<int> BeginAt(IReadOnlyList<ImmutableArray<double>> runs)
    {
        var begins = new int[runs.Count];
        for (var i = 1; i < begins.Length; i++)
            begins[i] = begins[i - 1] + runs[i - 1].Length;
        return
        [
            .. ChangePoints.Of([.. runs.SelectMany(r => r)])
                .Select(run => Enumerable.Range(0, begins.Length).MinBy(i => Math.Abs(begins[i] - run)))
                .Where(i => i > 0)
                .Distinct(),
        ];
    }
}
