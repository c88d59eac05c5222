namespace PerfGate.Core.Statistics;

/// <summary>
/// The interquartile mean (25 % trimmed mean), the location of a run. Unlike the median it does not jump by whole
/// ticks of a clock that counts in steps of 32 ns, and unlike the mean it does not follow single outliers.
/// </summary>
public static class InterquartileMean
{
    /// <summary>The interquartile mean of samples in any order.</summary>
    /// <param name="samples">
    /// At least one finite number; of one to three samples the mean of what remains after cutting a quarter's weight
    /// off each end.
    /// </param>
    /// <returns>The location, in the unit of the samples.</returns>
    /// <exception cref="ArgumentException">There are no samples.</exception>
    public static double Of(ReadOnlySpan<double> samples)
    {
        if (samples.IsEmpty)
            throw new ArgumentException("a location needs at least one sample", nameof(samples));
        var sorted = samples.ToArray();
        Array.Sort(sorted);
        return OfSorted(sorted);
    }

    /// <summary>The interquartile mean of ascending samples.</summary>
    /// <param name="ascending">At least one finite number, ascending.</param>
    public static double OfSorted(ReadOnlySpan<double> ascending)
    {
        // A quarter of the weight is cut off each end; where n is not a multiple of 4 the samples at the two cuts
        // count in part, so that the location is continuous in n.
        var n = ascending.Length;
        var cut = n / 4;
        var part = 1 - (n / 4.0 - cut);
        var last = n - 1 - cut;

        // Sum of differences from the first, each divided before it is added: exact for constant samples, and no
        // overflow.
        var (origin, weight) = (ascending[cut], n / 2.0);
        var sum = (ascending[last] - origin) * (part / weight);
        for (var i = cut; i < last; i++)
            sum += (ascending[i] - origin) / weight;
        return origin + sum;
    }
}
