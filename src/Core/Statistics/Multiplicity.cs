namespace PerfGate.Core.Statistics;

/// <summary>Adjustments of p-values for the number of hypotheses that were tested.</summary>
public static class Multiplicity
{
    /// <summary>
    /// Holm's step-down adjustment: controls the probability of any false rejection, whatever the dependence.
    /// </summary>
    /// <param name="p">P-values in any order.</param>
    /// <returns>Adjusted p-values in the same order, at most 1.</returns>
    /// <remarks>Holm (1979), Scandinavian Journal of Statistics 6, 65-70.</remarks>
    public static double[] Holm(ReadOnlySpan<double> p)
    {
        var adjusted = p.ToArray();
        var order = Ascending(adjusted);
        var largest = 0.0;
        for (var i = 0; i < order.Length; i++)
        {
            largest = Math.Max(largest, Math.Min(1, (order.Length - i) * p[order[i]]));
            adjusted[order[i]] = largest;
        }

        return adjusted;
    }

    private static int[] Ascending(double[] p)
    {
        var order = Enumerable.Range(0, p.Length).ToArray();
        Array.Sort([.. p], order);
        return order;
    }
}
