using System.Collections.Immutable;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Baselines;

/// <summary>
/// How each case went over the measurements of a baseline. With five points at most a change-point search has nothing to search:
/// each step is weighed by itself, against the noise of the runs on both of its sides.
/// </summary>
public static class BaselineHistory
{
    /// <summary>The points of every case that was measured at least once.</summary>
    /// <param name="baseline">The baseline.</param>
    /// <returns>Case name to points, oldest first; ordered by name.</returns>
    public static ImmutableSortedDictionary<string, ImmutableArray<HistoryPoint>> Of(Baseline baseline) =>
        baseline.Measurements.SelectMany(m => m.Cases).Where(c => c.Status == CaseStatus.Measured).Select(c => c.Name)
            .Distinct(StringComparer.Ordinal)
            .ToImmutableSortedDictionary(name => name, name => Of(baseline, name), StringComparer.Ordinal);

    /// <summary>Where a case lies: the geometric mean of its runs' interquartile means, nanoseconds.</summary>
    /// <param name="measured">A case with at least one run.</param>
    public static double Location(MeasuredCase measured) => RunLocation.Centre(RunLocation.RunMeans(measured));

    /// <summary>The standard deviation between the runs of a case, as a fraction of its location; 0 for a single run.</summary>
    /// <param name="measured">A case with at least one run.</param>
    public static double Spread(MeasuredCase measured)
    {
        var means = RunLocation.RunMeans(measured);
        var centre = RunLocation.Centre(means);
        return means.Length < 2 ? 0 : Math.Sqrt(means.Sum(m => Math.Pow(Math.Log(m / centre), 2)) / (means.Length - 1));
    }

    private static ImmutableArray<HistoryPoint> Of(Baseline baseline, string name)
    {
        var points = ImmutableArray.CreateBuilder<HistoryPoint>();
        MeasuredCase? before = null;
        foreach (var measurement in baseline.Measurements)
        {
            if (measurement.Cases.FirstOrDefault(c => c.Name == name && c.Status == CaseStatus.Measured) is not { } now)
                continue;
            var runMeans = RunLocation.RunMeans(now);
            var earlier = before is null ? default : RunLocation.RunMeans(before);
            points.Add(new(
                measurement.StartedAt,
                measurement.Environment.Git?.Tag,
                measurement.Environment.Git?.Commit,
                RunLocation.Centre(runMeans),
                before is null ? null : DriftBound.Ratio(earlier, runMeans),
                before is null || !Moved(earlier, runMeans) ? HistoryChange.None
                    : before.CodeHash is not null && before.CodeHash == now.CodeHash ? HistoryChange.Machine
                    : HistoryChange.Code));
            before = now;
        }

        return points.DrainToImmutable();
    }

    private static bool Moved(ImmutableArray<double> before, ImmutableArray<double> now) =>
        DriftBound.IsSlower(before, now, 0) || DriftBound.IsFaster(before, now, 0);
}
