using System.Collections.Immutable;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Reports.Model;

/// <summary>
/// Where a side's runs lie. Files may be foreign here, so a run without a usable time is passed over rather than
/// refused.
/// </summary>
internal static class RunLocation
{
    /// <summary>The geometric mean of the runs' locations; null where there are no runs.</summary>
    /// <param name="runs">The samples of each run, nanoseconds.</param>
    public static double? Of(ImmutableArray<ImmutableArray<double>> runs) => Mean([.. Each(runs)]);

    /// <summary>The geometric mean of runs' locations; null for none.</summary>
    /// <param name="locations">The location of each run, nanoseconds.</param>
    public static double? Mean(double[] locations) =>
        locations.Length == 0 ? null : Math.Exp(locations.Average(Math.Log));

    /// <summary>The location of each run that has samples.</summary>
    /// <param name="runs">The samples of each run, nanoseconds.</param>
    public static IEnumerable<double> Each(ImmutableArray<ImmutableArray<double>> runs) =>
        runs.Where(r => !r.IsDefaultOrEmpty)
            .Select(r => InterquartileMean.Of(r.AsSpan()))
            .Where(x => x > 0 && double.IsFinite(x));
}
