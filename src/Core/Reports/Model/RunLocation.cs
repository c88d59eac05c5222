using System.Collections.Immutable;

namespace PerfGate.Core.Reports.Model;

/// <summary>Where a run's samples lie, and where a side's runs lie.</summary>
internal static class RunLocation
{
    /// <summary>The mean of the middle half: a quarter of the samples is left out at each end, and the boundary ones count in part.</summary>
    /// <param name="samples">At least one sample, nanoseconds.</param>
    public static double InterquartileMean(ImmutableArray<double> samples)
    {
        var sorted = samples.Sort();
        var cut = sorted.Length / 4.0;
        var whole = (int)cut;
        double sum = 0, weight = 0;
        for (var i = whole; i < sorted.Length - whole; i++)
        {
            var w = i == whole || i == sorted.Length - whole - 1 ? 1 - (cut - whole) : 1;
            sum += w * sorted[i];
            weight += w;
        }

        return sum / weight;
    }

    /// <summary>The geometric mean of the runs' locations; null where there are no runs.</summary>
    /// <param name="runs">The samples of each run, nanoseconds.</param>
    public static double? Of(ImmutableArray<ImmutableArray<double>> runs)
    {
        var locations = Each(runs).ToArray();
        return locations.Length == 0 ? null : Math.Exp(locations.Average(Math.Log));
    }

    /// <summary>The location of each run that has samples.</summary>
    /// <param name="runs">The samples of each run, nanoseconds.</param>
    public static IEnumerable<double> Each(ImmutableArray<ImmutableArray<double>> runs) =>
        runs.Where(r => !r.IsDefaultOrEmpty).Select(InterquartileMean).Where(x => x > 0 && double.IsFinite(x));
}
