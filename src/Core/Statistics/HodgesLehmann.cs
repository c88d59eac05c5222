namespace PerfGate.Core.Statistics;

/// <summary>
/// How far two sides of runs lie apart, by their typical runs: unlike the difference of means, less than 29 % of
/// far-off runs cannot move it at will.
/// </summary>
/// <remarks>Hodges and Lehmann (1963), Annals of Mathematical Statistics 34, 598-611.</remarks>
public static class HodgesLehmann
{
    /// <summary>
    /// Two independent sides: the median of all differences between a run of one and a run of the other.
    /// </summary>
    /// <param name="reference">At least one value in any order.</param>
    /// <param name="candidate">At least one value in any order.</param>
    /// <returns>Candidate minus reference, in the unit of the values.</returns>
    public static double Shift(ReadOnlySpan<double> reference, ReadOnlySpan<double> candidate) =>
        RankSelection.MedianDifference(Sorted(reference), Sorted(candidate));

    /// <summary>Runs that hold both sides: the median of the means of all pairs of their differences.</summary>
    /// <param name="differences">At least one value in any order.</param>
    /// <returns>The location of the differences, in their unit.</returns>
    public static double Centre(ReadOnlySpan<double> differences) => RankSelection.MedianPairMean(Sorted(differences));

    private static double[] Sorted(ReadOnlySpan<double> values)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        return sorted;
    }
}
