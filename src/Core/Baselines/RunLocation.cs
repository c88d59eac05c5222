using System.Collections.Immutable;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Baselines;

/// <summary>Where runs lie: the interquartile mean of each, nanoseconds.</summary>
internal static class RunLocation
{
    /// <summary>The interquartile mean of every run of a case.</summary>
    public static ImmutableArray<double> RunMeans(MeasuredCase measured) =>
        [.. measured.Runs.Select(r => InterquartileMean(r.Samples.AsSpan()))];

    /// <summary>The geometric mean of run-level locations: the mean of their logarithms, back in nanoseconds.</summary>
    public static double Centre(ImmutableArray<double> runMeans) => Math.Exp(runMeans.Average(Math.Log));

    /// <summary>The mean of the middle half, the samples on its edges counted by the fraction that lies within.</summary>
    public static double InterquartileMean(ReadOnlySpan<double> samples)
    {
        var sorted = samples.ToArray();
        Array.Sort(sorted);
        double low = sorted.Length / 4.0, high = sorted.Length - low, sum = 0;
        for (var i = (int)low; i < sorted.Length && i < high; i++)
            sum += sorted[i] * (Math.Min(i + 1, high) - Math.Max(i, low));
        return sum / (high - low);
    }
}
