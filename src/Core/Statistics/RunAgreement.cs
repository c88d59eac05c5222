namespace PerfGate.Core.Statistics;

/// <summary>
/// Tells which runs were taken at the same clock, by a case whose time is nothing but the clock. Where a GPU's clock is
/// not locked it steps between runs too: each of them is steady then, and yet they do not belong together.
/// </summary>
public static class RunAgreement
{
    /// <summary>Of fewer runs nothing is said.</summary>
    public const int FewestRuns = 4;

    /// <summary>
    /// Runs that lie further apart, as a fraction, had different clocks. An H200's multiprocessors alternate
    /// between two frequencies 0.23 % apart, and runs further apart than half of that had quite other shares of the
    /// two; steps of the clock itself are larger, 15 MHz or 0.7 %.
    /// </summary>
    public const double Width = 0.0012;

    // Runs that scatter more by themselves show no difference of that width: ten normal runs span three standard
    // deviations.
    private const double LargestNoise = Width / 2.5;

    // Of a normal variable, the median distance between two draws over its standard deviation: 0.6745 times the square
    // root of two.
    private const double MedianDistance = 0.9539;

    /// <summary>Finds the runs outside of the largest group that agrees.</summary>
    /// <param name="locations">Positive locations of the runs in the order in which they were taken, any unit.</param>
    /// <returns>
    /// Their indices, ascending. Empty where all agree, and where nothing can be known: the runs' own noise hides a
    /// step of <see cref="Width"/>, or not even half of the runs agree, because the clock wanders. Of two groups of the
    /// same size the one with the latest run counts: that clock is more likely to stay. Of two that have it, the
    /// narrower one.
    /// </returns>
    public static int[] Apart(ReadOnlySpan<double> locations)
    {
        if (locations.Length < FewestRuns)
            return [];
        var logs = new double[locations.Length];
        for (var i = 0; i < logs.Length; i++)
            logs[i] = Math.Log(locations[i]);
        if (Noise(logs) > LargestNoise)
            return [];
        var group = LargestGroup(logs);
        return 2 * group.Count < logs.Length ? [] : [.. Enumerable.Range(0, logs.Length).Except(group)];
    }

    // Distances between neighbours: a step affects one pair of them, or two if a run lies in the middle of the step. So
    // the lower median does not see it.
    private static double Noise(double[] logs)
    {
        double[] distances = [.. logs.Zip(logs.Skip(1), (a, b) => Math.Abs(a - b)).Order()];
        return distances[(distances.Length - 1) / 2] / MedianDistance;
    }

    private static List<int> LargestGroup(double[] logs)
    {
        var width = Math.Log(1 + Width);
        return logs.Select(lowest =>
                Enumerable.Range(0, logs.Length).Where(i => logs[i] >= lowest && logs[i] <= lowest + width).ToList()
            )
            .MaxBy(group => (group.Count, group[^1], -group.Max(i => logs[i]) + group.Min(i => logs[i])))!;
    }
}
