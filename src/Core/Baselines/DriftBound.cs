using System.Collections.Immutable;
using MathNet.Numerics.Distributions;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Baselines;

/// <summary>Whether a case became slower than a refreshed baseline may bring.</summary>
internal static class DriftBound
{
    // One-sided. A refresh looks at tens of cases, and a refusal that is only noise costs a release its baseline.
    private const double Confidence = 0.99;

    /// <summary>
    /// Candidate over reference, of the geometric means of the run-level locations; above 1 is slower.
    /// </summary>
    public static double Ratio(ImmutableArray<double> reference, ImmutableArray<double> candidate) =>
        RunLocation.Centre(candidate) / RunLocation.Centre(reference);

    /// <summary>
    /// Whether the candidate is slower than the reference by more than a bound, and by more than the runs' own noise.
    /// </summary>
    /// <param name="reference">Run-level locations, nanoseconds.</param>
    /// <param name="candidate">Run-level locations, nanoseconds.</param>
    /// <param name="bound">The bound, as a fraction.</param>
    public static bool IsSlower(ImmutableArray<double> reference, ImmutableArray<double> candidate, double bound) =>
        Math.Log(Ratio(reference, candidate)) > Math.Max(Math.Log(1 + bound), Noise(reference, candidate));

    /// <summary>
    /// Whether the candidate is faster than the reference by more than a bound, and by more than the runs' own noise.
    /// </summary>
    /// <inheritdoc cref="IsSlower"/>
    public static bool IsFaster(ImmutableArray<double> reference, ImmutableArray<double> candidate, double bound) =>
        IsSlower(candidate, reference, bound);

    // What two sets of runs of the same code may differ by, on the logarithmic scale: Welch's t with its degrees of
    // freedom.
    private static double Noise(ImmutableArray<double> a, ImmutableArray<double> b)
    {
        if (a.Length < 2 || b.Length < 2)
            return 0;
        double u = VarianceOfMean(a), v = VarianceOfMean(b);
        if (u + v == 0)
            return 0;
        var freedom = (u + v) * (u + v) / ((u * u / (a.Length - 1)) + (v * v / (b.Length - 1)));
        return StudentT.InvCDF(0, 1, freedom, Confidence) * Math.Sqrt(u + v);
    }

    private static double VarianceOfMean(ImmutableArray<double> runMeans)
    {
        var mean = runMeans.Average(Math.Log);
        return runMeans.Sum(x => Math.Pow(Math.Log(x) - mean, 2)) / (runMeans.Length - 1) / runMeans.Length;
    }
}
