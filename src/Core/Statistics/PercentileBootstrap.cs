namespace PerfGate.Core.Statistics;

/// <summary>The plain percentile bootstrap of Efron (1979), Annals of Statistics 7, 1-26, for a single group of samples.</summary>
/// <remarks>It takes samples for independent, which those of one process are not; so it describes a run and decides nothing.</remarks>
public static class PercentileBootstrap
{
    /// <summary>An interval of the median.</summary>
    /// <param name="samples">At least one.</param>
    /// <param name="confidence">Such as 0.95.</param>
    /// <param name="seed">The same seed gives the same interval.</param>
    /// <param name="resamples">Number of resamples.</param>
    public static (double Low, double High) OfMedian(
        ReadOnlySpan<double> samples, double confidence, ulong seed, int resamples = HierarchicalBootstrap.Resamples)
    {
        var random = new CounterRandom(seed);
        var medians = new double[resamples];
        var drawn = new double[samples.Length];
        for (var b = 0; b < resamples; b++)
        {
            for (var i = 0; i < drawn.Length; i++)
                drawn[i] = samples[random.NextIndex(samples.Length)];
            Array.Sort(drawn);
            medians[b] = Quantiles.OfSorted(drawn, 0.5);
        }

        Array.Sort(medians);
        return (Quantiles.OfSorted(medians, (1 - confidence) / 2), Quantiles.OfSorted(medians, (1 + confidence) / 2));
    }
}
