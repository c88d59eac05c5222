using MathNet.Numerics.Distributions;

namespace PerfGate.Core.Statistics;

/// <summary>
/// Exact bounds of a probability that was seen so many times: Clopper and Pearson (1934), Biometrika 26, 404-413. They
/// are on the safe side whatever the probability is.
/// </summary>
public static class BinomialBound
{
    /// <summary>The largest probability that what was seen does not rule out.</summary>
    /// <param name="hits">How often it happened.</param>
    /// <param name="trials">How often it could have happened.</param>
    /// <param name="confidence">How sure the bound is, between 0 and 1; one-sided.</param>
    /// <returns>A probability; 1 where nothing was tried.</returns>
    /// <exception cref="ArgumentOutOfRangeException">More hits than trials, or a negative number.</exception>
    public static double Upper(int hits, int trials, double confidence)
    {
        Check(hits, trials);
        return hits == trials ? 1 : Beta.InvCDF(hits + 1, trials - hits, confidence);
    }

    /// <summary>The smallest probability that what was seen does not rule out.</summary>
    /// <inheritdoc cref="Upper"/>
    /// <returns>A probability; 0 if nothing was tried.</returns>
    public static double Lower(int hits, int trials, double confidence)
    {
        Check(hits, trials);
        return hits == 0 ? 0 : Beta.InvCDF(hits, trials - hits + 1, 1 - confidence);
    }

    /// <summary>How many trials without a hit show that the probability is at most a bound.</summary>
    /// <param name="bound">The bound, between 0 and 1.</param>
    /// <param name="confidence">How sure, between 0 and 1; one-sided.</param>
    public static int TrialsFor(double bound, double confidence) =>
        (int)Math.Ceiling(Math.Log(1 - confidence) / Math.Log(1 - bound));

    private static void Check(int hits, int trials)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(hits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hits, trials);
    }
}
