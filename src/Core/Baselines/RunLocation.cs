using System.Collections.Immutable;
using PerfGate.Core.Measurements;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Baselines;

/// <summary>Where the runs of a case lie.</summary>
internal static class RunLocation
{
    /// <summary>The interquartile mean of every run of a case, nanoseconds.</summary>
    public static ImmutableArray<double> RunMeans(MeasuredCase measured) =>
        [.. measured.Runs.Select(r => InterquartileMean.Of(r.Samples.AsSpan()))];

    /// <summary>The geometric mean of run-level locations: the mean of their logarithms, back in nanoseconds.</summary>
    public static double Centre(ImmutableArray<double> runMeans) => Math.Exp(runMeans.Average(Math.Log));
}
