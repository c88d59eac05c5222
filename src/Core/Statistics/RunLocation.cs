using System.Collections.Immutable;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Statistics;

/// <summary>Where runs lie, nanoseconds: the interquartile mean of each, and the geometric mean of several.</summary>
internal static class RunLocation
{
    /// <summary>The location of every run of a case.</summary>
    /// <param name="measured">The case; each of its runs has samples, as its schema demands.</param>
    public static ImmutableArray<double> RunMeans(MeasuredCase measured) =>
        [.. measured.Runs.Select(r => InterquartileMean.Of(r.Samples.AsSpan()))];

    /// <summary>
    /// The location of each run with a usable time. Reports read foreign files, so any other run is left out rather
    /// than refused.
    /// </summary>
    /// <param name="runs">The samples of each run, nanoseconds.</param>
    public static IEnumerable<double> Each(ImmutableArray<ImmutableArray<double>> runs) =>
        runs.Where(r => !r.IsDefaultOrEmpty)
            .Select(r => InterquartileMean.Of(r.AsSpan()))
            .Where(x => x > 0 && double.IsFinite(x));

    /// <summary>The geometric mean of locations.</summary>
    /// <param name="locations">The location of each run; at least one.</param>
    public static double Centre(IEnumerable<double> locations) => Math.Exp(locations.Average(Math.Log));

    /// <summary>The geometric mean of runs with a usable time; null if there are none.</summary>
    /// <param name="runs">The samples of each run, nanoseconds.</param>
    public static double? Of(ImmutableArray<ImmutableArray<double>> runs) =>
        Each(runs).ToArray() is { Length: > 0 } locations ? Centre(locations) : null;
}
