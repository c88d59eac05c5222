namespace PerfGate.Core.Statistics;

/// <summary>The spread of runs, which one far-off run in ten hardly moves.</summary>
/// <remarks>
/// Q_n of Rousseeuw and Croux (1993), Journal of the American Statistical Association 88, 1273-1283, with the
/// small-sample factors of Croux and Rousseeuw (1992), Computational Statistics 1, 411-428. <c>perfgate simulate</c>
/// shows it beside other estimators. Where the standard deviation is smaller that one counts: noise is never made out
/// to be larger than the plain estimate has it.
/// </remarks>
public static class RobustSpread
{
    // Makes the estimate that of the standard deviation for normal values.
    private const double Consistency = 2.2219;

    // Of two values and more.
    private static readonly double[] SmallSamples = [0.399, 0.994, 0.512, 0.844, 0.611, 0.857, 0.669, 0.872];

    /// <summary>The smaller of Q_n and the standard deviation.</summary>
    /// <param name="values">At least two values in any order.</param>
    /// <returns>The spread in the unit of the values.</returns>
    public static double Of(ReadOnlySpan<double> values) => Math.Min(Qn(values), Math.Sqrt(Moments.Variance(values)));

    /// <summary>Q_n alone: about the first quartile of the distances between the values, scaled.</summary>
    /// <param name="values">At least two values in any order.</param>
    /// <returns>The spread in the unit of the values; 0 if half of them are the same.</returns>
    public static double Qn(ReadOnlySpan<double> values)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        var half = sorted.Length / 2 + 1L;
        return Consistency * Factor(sorted.Length) * RankSelection.Distance(sorted, half * (half - 1) / 2);
    }

    private static double Factor(int n) =>
        n - 2 < SmallSamples.Length ? SmallSamples[n - 2]
        : n % 2 == 1 ? n / (n + 1.4)
        : n / (n + 3.8);
}
