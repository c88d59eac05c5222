namespace PerfGate.Core.Statistics;

/// <summary>
/// Order statistics of all pairs of values, without making the pairs: a side may have 100,000 values.
/// </summary>
internal static class RankSelection
{
    /// <summary>The <paramref name="rank"/>-th smallest distance between two of the values.</summary>
    /// <param name="ascending">At least two values, ascending.</param>
    /// <param name="rank">From 1 to n(n - 1)/2.</param>
    public static double Distance(double[] ascending, long rank)
    {
        return Smallest(0, ascending[^1] - ascending[0], rank, Count);

        long Count(double most)
        {
            var (count, first) = (0L, 0);
            for (var last = 1; last < ascending.Length; last++)
            {
                while (ascending[last] - ascending[first] > most)
                    first++;
                count += last - first;
            }

            return count;
        }
    }

    /// <summary>
    /// The median of all differences, one value of <paramref name="to"/> minus one of <paramref name="from"/>.
    /// </summary>
    /// <param name="from">At least one value, ascending.</param>
    /// <param name="to">At least one value, ascending.</param>
    public static double MedianDifference(double[] from, double[] to)
    {
        return Median((long)from.Length * to.Length, to[0] - from[^1], to[^1] - from[0], Count);

        long Count(double most)
        {
            var (count, first) = (0L, 0);
            foreach (var value in to)
            {
                while (first < from.Length && value - from[first] > most)
                    first++;
                count += from.Length - first;
            }

            return count;
        }
    }

    /// <summary>The median of the means of all pairs of values, each value paired with itself as well.</summary>
    /// <param name="ascending">At least one value, ascending.</param>
    public static double MedianPairMean(double[] ascending)
    {
        var n = (long)ascending.Length;
        return Median(n * (n + 1) / 2, ascending[0], ascending[^1], Count);

        long Count(double most)
        {
            var (count, last) = (0L, ascending.Length - 1);
            for (var first = 0; first < ascending.Length; first++)
            {
                while (last >= 0 && (ascending[first] + ascending[last]) / 2 > most)
                    last--;
                count += Math.Max(0, last - first + 1);
            }

            return count;
        }
    }

    // Of an odd number of values both middle ones are the same.
    private static double Median(long count, double low, double high, Func<double, long> atMost)
    {
        var middle = Smallest(low, high, (count + 1) / 2, atMost);
        return middle + (Smallest(low, high, count / 2 + 1, atMost) - middle) / 2;
    }

    private static double Smallest(double low, double high, long rank, Func<double, long> atMost) =>
        Bisection.Least(Math.BitDecrement(low), high, value => atMost(value) >= rank);
}
