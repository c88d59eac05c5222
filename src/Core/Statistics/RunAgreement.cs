namespace PerfGate.Core.Statistics;

/// <summary>
/// Tells which runs were taken at the same clock, by a case whose time is nothing but the clock. Where a GPU's clock is not locked it steps
/// between runs too: each of them is steady then, and yet they do not belong together.
/// </summary>
public static class RunAgreement
{
    /// <summary>Of fewer runs nothing is said.</summary>
    public const int FewestRuns = 4;

    /// <summary>
    /// Runs that lie further apart, as a fraction, had different clocks. NVIDIA's clocks go in steps of 15 MHz, 0.7 % of 2 GHz and more of
    /// less, and a run in which the clock stepped lies in between: this is less than half of a step. Ten runs at one clock lay within 0.15 %
    /// on H100s and H200s.
    /// </summary>
    public const double Width = 0.003;

    // Runs that scatter more by themselves show no step of that width: twenty normal runs span 3.7 standard deviations.
    private const double LargestNoise = Width / 4;

    // Of a normal variable, the median distance between two draws over its standard deviation: 0.6745 times the square root of two.
    private const double MedianDistance = 0.9539;

    /// <summary>Finds the runs outside of the largest group that agrees.</summary>
    /// <param name="locations">Positive locations of the runs in the order in which they were taken, any unit.</param>
    /// <returns>
    /// Their indices, ascending. None where all agree, and none where nothing can be told: the runs' own noise hides a step of
    /// <see cref="Width"/>, or not even half of the runs agree, because the clock wanders. Of two groups of the same size the one with the latest
    /// run counts: that clock is more likely to stay.
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

    // Of neighbours, of which a step parts only one pair or, where a run lies amid the step, two; hence the lower median.
    private static double Noise(double[] logs)
    {
        double[] distances = [.. logs.Zip(logs.Skip(1), (a, b) => Math.Abs(a - b)).Order()];
        return distances[(distances.Length - 1) / 2] / MedianDistance;
    }

    private static List<int> LargestGroup(double[] logs)
    {
        var width = Math.Log(1 + Width);
        return logs
            .Select(lowest => Enumerable.Range(0, logs.Length).Where(i => logs[i] >= lowest && logs[i] <= lowest + width).ToList())
            .MaxBy(group => (group.Count, group[^1]))!;
    }
}
