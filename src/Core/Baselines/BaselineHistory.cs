using System.Collections.Immutable;
using PerfGate.Core.Measurements;

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
