namespace PerfGate.Core.Statistics;

/// <summary>How well the interquartile mean of a run is known from its own samples.</summary>
public static class LocationError
{
    // Share of the samples that the interquartile mean cuts off at each end.
    private const double Trimmed = 0.25;

    /// <summary>
    /// Standard error of the interquartile mean of independent samples: the winsorised standard deviation over (1 - 2 *
    /// 0.25) * sqrt(n). Tukey and McLaughlin, Sankhya A 25 (1963).
    /// </summary>
    /// <param name="samples">Samples in any order and any unit.</param>
    /// <returns>The standard error in the unit of the samples; infinite for fewer than two.</returns>
    public static double Of(ReadOnlySpan<double> samples)
    {
        var n = samples.Length;
        if (n < 2)
            return double.PositiveInfinity;
        var sorted = samples.ToArray();
        Array.Sort(sorted);
        var cut = (int)(Trimmed * n);
        var (low, high) = (sorted[cut], sorted[n - 1 - cut]);
        var mean = 0.0;
        foreach (var sample in sorted)
            mean += Math.Clamp(sample, low, high) / n;
        var squares = 0.0;
        foreach (var sample in sorted)
        {
            var deviation = Math.Clamp(sample, low, high) - mean;
            squares += deviation * deviation;
        }

        return Math.Sqrt(squares / (n - 1)) / ((1 - 2 * Trimmed) * Math.Sqrt(n));
    }
}
