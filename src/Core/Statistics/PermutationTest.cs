using MathNet.Numerics;

namespace PerfGate.Core.Statistics;

/// <summary>
/// The permutation test of a difference of means (Fisher 1935; Pitman 1937, Supplement to the JRSS 4, 119-130).
/// </summary>
public static class PermutationTest
{
    /// <summary>Permutations drawn where there are too many to go through.</summary>
    public const int Draws = 10_000;

    // C(20, 10) = 184,756: all splits of 10 runs a side are gone through in a few milliseconds.
    private const double MostForExact = 200_000;

    // Values drawn in all: a few seconds. A p-value from fewer permutations is as valid, only coarser.
    private const int MostDrawn = 1_000_000_000;

    /// <summary>Two-sided p-value of two independent groups.</summary>
    /// <param name="reference">At least one value.</param>
    /// <param name="candidate">At least one value.</param>
    /// <param name="seed">For the draws where not all splits are gone through.</param>
    public static double TwoSided(ReadOnlySpan<double> reference, ReadOnlySpan<double> candidate, ulong seed)
    {
        double[] pooled = [.. reference, .. candidate];
        var mean = Moments.Mean(pooled);
        for (var i = 0; i < pooled.Length; i++)
            pooled[i] -= mean;
        var observed = 0.0;
        for (var i = reference.Length; i < pooled.Length; i++)
            observed += pooled[i];

        // Sums that differ by rounding only are equal: the order of addition differs from split to split.
        var least = Math.Abs(observed) - 1e-9 * pooled.Max(Math.Abs);
        return SpecialFunctions.Binomial(pooled.Length, candidate.Length) <= MostForExact
            ? Exhaustive(pooled, candidate.Length, least)
            : Drawn(pooled, Math.Min(reference.Length, candidate.Length), least, seed);
    }

    private static double Exhaustive(double[] pooled, int size, double least)
    {
        var chosen = Enumerable.Range(0, size).ToArray();
        var (extreme, all) = (0L, 0L);
        do
        {
            var sum = 0.0;
            foreach (var i in chosen)
                sum += pooled[i];
            all++;
            if (Math.Abs(sum) >= least)
                extreme++;
        }
        while (Next(chosen, pooled.Length));

        return (double)extreme / all;
    }

    // The next combination in lexicographic order.
    private static bool Next(int[] chosen, int n)
    {
        var i = chosen.Length - 1;
        while (i >= 0 && chosen[i] == n - chosen.Length + i)
            i--;
        if (i < 0)
            return false;
        chosen[i]++;
        for (var j = i + 1; j < chosen.Length; j++)
            chosen[j] = chosen[j - 1] + 1;
        return true;
    }

    // The observed split is one of the draws (Phipson and Smyth 2010, Statistical Applications in Genetics 9, 39), so p
    // is never 0.
    private static double Drawn(double[] pooled, int size, double least, ulong seed)
    {
        // The mean is taken off, so either side's sum has the same size: the smaller side costs less.
        var random = new CounterRandom(seed);
        var draws = Math.Min(Draws, MostDrawn / size);
        var extreme = 1;
        for (var draw = 0; draw < draws; draw++)
        {
            var sum = 0.0;
            for (var i = 0; i < size; i++)
            {
                var j = i + random.NextIndex(pooled.Length - i);
                (pooled[i], pooled[j]) = (pooled[j], pooled[i]);
                sum += pooled[i];
            }

            if (Math.Abs(sum) >= least)
                extreme++;
        }

        return extreme / (draws + 1.0);
    }
}
