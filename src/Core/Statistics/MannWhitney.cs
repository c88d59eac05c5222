using MathNet.Numerics.Distributions;

namespace PerfGate.Core.Statistics;

/// <summary>The test of Mann and Whitney (1947), Annals of Mathematical Statistics 18, 50-60, with ties.</summary>
/// <param name="U">Pairs in which the candidate's value is larger, ties counted by half.</param>
/// <param name="P">
/// Two-sided p-value: exact for small groups, ties included, otherwise the normal approximation.
/// </param>
public sealed record MannWhitney(double U, double P)
{
    // Up to here all splits are counted; beyond, the normal approximation is good to a few per cent of p where it
    // matters.
    private const int MostForExact = 50;

    /// <summary>Tests two independent groups.</summary>
    /// <param name="reference">At least one value.</param>
    /// <param name="candidate">At least one value.</param>
    public static MannWhitney Test(ReadOnlySpan<double> reference, ReadOnlySpan<double> candidate)
    {
        var doubled = DoubledMidranks(reference, candidate, out var tieTerm);
        long sum = 0;
        for (var i = reference.Length; i < doubled.Length; i++)
            sum += doubled[i];
        var (n, m) = (candidate.Length, reference.Length);
        var u = sum / 2.0 - n * (n + 1.0) / 2;
        return doubled.Length <= MostForExact
            ? new(u, ExactP(doubled, n, sum))
            : new(u, NormalP(u, n, m, tieTerm));
    }

    // How many of the choices of n ranks have each sum: the shift algorithm of Streitberg and Röhmel (1986),
    // Statistical Software Newsletter 12, 10-17. Twice the midranks are whole numbers, so ties need nothing more.
    // Counts stay below 2^53.
    private static double ExactP(int[] doubled, int n, long observed)
    {
        var most = doubled.Order().TakeLast(n).Sum();
        var ways = new double[n + 1][];
        for (var k = 0; k <= n; k++)
            ways[k] = new double[most + 1];
        ways[0][0] = 1;
        foreach (var rank in doubled)
        {
            for (var k = n; k >= 1; k--)
            {
                for (var s = most; s >= rank; s--)
                    ways[k][s] += ways[k - 1][s - rank];
            }
        }

        var (below, above, all) = (0.0, 0.0, 0.0);
        for (var s = 0; s <= most; s++)
        {
            all += ways[n][s];
            below += s <= observed ? ways[n][s] : 0;
            above += s >= observed ? ways[n][s] : 0;
        }

        return Math.Min(1, 2 * Math.Min(below, above) / all);
    }

    private static double NormalP(double u, double n, double m, double tieTerm)
    {
        var total = n + m;
        var variance = n * m / 12 * (total + 1 - tieTerm / (total * (total - 1)));
        if (variance <= 0)
            return 1;
        // Continuity: U moves in steps of one.
        var distance = Math.Max(0, Math.Abs(u - n * m / 2) - 0.5);
        return Math.Min(1, 2 * Normal.CDF(0, 1, -distance / Math.Sqrt(variance)));
    }

    // Reference first, candidate after it; the tie term is the sum of t^3 - t over groups of t equal values.
    private static int[] DoubledMidranks(
        ReadOnlySpan<double> reference,
        ReadOnlySpan<double> candidate,
        out double tieTerm
    )
    {
        double[] pooled = [.. reference, .. candidate];
        var order = Enumerable.Range(0, pooled.Length).ToArray();
        Array.Sort([.. pooled], order);
        var doubled = new int[pooled.Length];
        tieTerm = 0;
        for (var i = 0; i < order.Length;)
        {
            var j = i;
            while (j < order.Length && pooled[order[j]] == pooled[order[i]])
                j++;
            var t = (double)(j - i);
            tieTerm += t * t * t - t;
            for (var k = i; k < j; k++)
                doubled[order[k]] = i + 1 + j;
            i = j;
        }

        return doubled;
    }
}
