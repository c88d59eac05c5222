namespace PerfGate.Core.Statistics;

/// <summary>Order statistics.</summary>
public static class Quantiles
{
    /// <summary>The median; of an even number of values the mean of the middle two.</summary>
    /// <param name="values">At least one, in any order.</param>
    public static double Median(ReadOnlySpan<double> values)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        return OfSorted(sorted, 0.5);
    }

    /// <summary>
    /// A quantile, linear between order statistics (type 7 of Hyndman and Fan 1996, The American Statistician 50,
    /// 361-365).
    /// </summary>
    /// <param name="ascending">At least one value, ascending.</param>
    /// <param name="probability">0 to 1.</param>
    public static double OfSorted(ReadOnlySpan<double> ascending, double probability)
    {
        var position = probability * (ascending.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, ascending.Length - 1);
        return ascending[below] + (position - below) * (ascending[above] - ascending[below]);
    }
}
