namespace PerfGate.Core.Statistics;

/// <summary>Standardised and ordinal sizes of a difference between two groups of run-level values.</summary>
public static class EffectSize
{
    /// <summary>Stands for an infinite g in files, which hold only finite numbers.</summary>
    public const double Infinite = 1e308;

    /// <summary>
    /// Hedges' g of two independent groups with the exact small-sample correction; above 0 if the candidate is
    /// larger.
    /// </summary>
    /// <param name="reference">At least two values.</param>
    /// <param name="candidate">At least two values.</param>
    /// <returns>g; ±<see cref="Infinite"/> where nothing varies and the means differ, 0 if they do not.</returns>
    /// <remarks>Hedges (1981), Journal of Educational Statistics 6, 107-128, equations 6a-6e.</remarks>
    public static double HedgesG(ReadOnlySpan<double> reference, ReadOnlySpan<double> candidate)
    {
        var (n, m) = (reference.Length, candidate.Length);
        var pooled = ((n - 1) * Moments.Variance(reference) + (m - 1) * Moments.Variance(candidate)) / (n + m - 2);
        return Standardised(Moments.Mean(candidate) - Moments.Mean(reference), Math.Sqrt(pooled), n + m - 2);
    }

    /// <summary>The interval of Hedges' g, from the noncentral t distribution of the difference.</summary>
    /// <param name="reference">At least two values.</param>
    /// <param name="candidate">At least two values.</param>
    /// <param name="confidence">Such as 0.95.</param>
    /// <returns>Low and high end; both g itself where nothing varies.</returns>
    /// <remarks>
    /// Steiger and Fouladi (1997), in Harlow et al., What if there were no significance tests?, 221-257.
    /// </remarks>
    public static (double Low, double High) HedgesGInterval(
        ReadOnlySpan<double> reference, ReadOnlySpan<double> candidate, double confidence)
    {
        var (n, m) = (reference.Length, candidate.Length);
        var g = HedgesG(reference, candidate);
        if (g is 0 && Moments.Variance(reference) == 0 && Moments.Variance(candidate) == 0 || Math.Abs(g) >= Infinite)
            return (g, g);
        var correction = ExactCorrection(n + m - 2);
        var scale = Math.Sqrt((double)n * m / (n + m));
        var t = g / correction * scale;
        return (
            NoncentralStudent.Noncentrality(t, n + m - 2, (1 + confidence) / 2) / scale * correction,
            NoncentralStudent.Noncentrality(t, n + m - 2, (1 - confidence) / 2) / scale * correction);
    }

    /// <summary>Hedges' g of paired differences, standardised by their own deviation.</summary>
    /// <param name="differences">At least two.</param>
    public static double HedgesG(ReadOnlySpan<double> differences) =>
        Standardised(Moments.Mean(differences), Math.Sqrt(Moments.Variance(differences)), differences.Length - 1);

    /// <summary>
    /// The exact correction J(m) = Γ(m/2) / (√(m/2) Γ((m-1)/2)) of the bias of a standardised difference.
    /// </summary>
    /// <param name="degreesOfFreedom">m, at least 2 for a finite correction.</param>
    public static double ExactCorrection(int degreesOfFreedom)
    {
        if (degreesOfFreedom < 2)
            return 1;
        // Γ(m/2) / Γ((m-1)/2) step by step from m = 2 or 3: logarithms of Γ would cancel and cost the last three of
        // fifteen digits.
        var even = degreesOfFreedom % 2 == 0;
        var ratio = even ? 1 / Math.Sqrt(Math.PI) : Math.Sqrt(Math.PI) / 2;
        for (var m = even ? 2 : 3; m < degreesOfFreedom; m += 2)
            ratio *= m / (m - 1.0);
        return ratio / Math.Sqrt(degreesOfFreedom / 2.0);
    }

    /// <summary>
    /// Cliff's delta: how often a candidate value exceeds a reference value, less how often it falls below.
    /// </summary>
    /// <param name="reference">At least one value.</param>
    /// <param name="candidate">At least one value.</param>
    /// <returns>-1 to 1.</returns>
    /// <remarks>Cliff (1993), Psychological Bulletin 114, 494-509.</remarks>
    public static double CliffsDelta(ReadOnlySpan<double> reference, ReadOnlySpan<double> candidate)
    {
        var sorted = reference.ToArray();
        Array.Sort(sorted);
        long balance = 0;
        foreach (var value in candidate)
            balance += Below(sorted, value) - (sorted.Length - NotAbove(sorted, value));
        return balance / ((double)reference.Length * candidate.Length);
    }

    private static double Standardised(double difference, double deviation, int degreesOfFreedom)
    {
        if (difference == 0)
            return 0;
        var g = difference / deviation * ExactCorrection(degreesOfFreedom);
        return Math.Clamp(g, -Infinite, Infinite);
    }

    private static int Below(double[] sorted, double value)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < value)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private static int NotAbove(double[] sorted, double value)
    {
        var at = Below(sorted, value);
        while (at < sorted.Length && sorted[at] == value)
            at++;
        return at;
    }
}
