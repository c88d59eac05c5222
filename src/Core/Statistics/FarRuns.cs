namespace PerfGate.Core.Statistics;

/// <summary>Finds the few runs that lie far from the others.</summary>
/// <remarks>
/// The generalised extreme Studentised deviate of Rosner (1983), Technometrics 25, 165-172: one slow run does not hide
/// a second one, as it does where runs are tested one by one.
/// </remarks>
public static class FarRuns
{
    /// <summary>Of fewer runs nothing is said.</summary>
    public const int Fewest = 5;

    /// <summary>Of more runs nothing is said: single ones of them no longer count.</summary>
    public const int Most = 100;

    // By the number of runs left, which is never fewer than the fewest runs: at least those that can be asked for.
    private static readonly Lazy<Dictionary<int, double>> CriticalDeviates = new(
        () => Enumerable.Range(Fewest, Most).ToDictionary(left => left, Critical));

    // How often a side without far runs gets one named all the same. That costs a sentence, or a trial.
    private const double Error = 0.01;

    // Where a quarter of the runs is elsewhere, they are no exception but a second mode.
    private const double LargestShare = 0.25;

    /// <summary>Finds them.</summary>
    /// <param name="values">
    /// Log locations of the runs, or differences of log locations, in the order of the runs.
    /// </param>
    /// <param name="least">
    /// A run that lies no further than this from the mean of the others is not far, however little those vary.
    /// </param>
    /// <returns>Their indices, ascending; empty for none.</returns>
    public static int[] Of(ReadOnlySpan<double> values, double least)
    {
        var n = values.Length;
        if (n is < Fewest or > Most)
            return [];
        var kept = Enumerable.Range(0, n).ToList();
        var removed = new List<int>();
        var far = 0;
        for (var i = 0; i < (int)(LargestShare * n); i++)
        {
            var (at, deviate, distance) = Farthest(values, kept);
            if (deviate > CriticalDeviates.Value[n - i] && distance > least)
                far = i + 1;
            removed.Add(at);
            kept.Remove(at);
        }

        return [.. removed.Take(far).Order()];
    }

    // The distance is from the mean of the others: one's own mean follows it.
    private static (int At, double Deviate, double Distance) Farthest(ReadOnlySpan<double> values, List<int> kept)
    {
        var left = new double[kept.Count];
        for (var i = 0; i < left.Length; i++)
            left[i] = values[kept[i]];
        var mean = Moments.Mean(left);
        var deviation = Math.Sqrt(Moments.Variance(left));
        var at = Enumerable.Range(0, left.Length).MaxBy(i => Math.Abs(left[i] - mean));
        var distance = Math.Abs(left[at] - mean);
        return (kept[at], deviation == 0 ? 0 : distance / deviation, distance * left.Length / (left.Length - 1));
    }

    private static double Critical(int left)
    {
        var t = StudentTail.Quantile(Error / (2 * left), left - 2);
        return (left - 1) * t / Math.Sqrt((left - 2 + t * t) * left);
    }
}
