namespace PerfGate.Core.Statistics;

/// <summary>What an experiment of a given size can see, and how large it must be to see something.</summary>
public static class Planning
{
    /// <summary>Power for which the answers are given, the convention of Cohen (1988).</summary>
    public const double Power = 0.8;

    /// <summary>Numbers of runs beyond which nobody measures.</summary>
    public const int MostRuns = 1000;

    /// <summary>The smallest ratio that would have been proven above a margin with the conventional power.</summary>
    /// <param name="standardError">Standard error on the log scale.</param>
    /// <param name="degreesOfFreedom">Of the standard error.</param>
    /// <param name="margin">The tolerated difference on the log scale.</param>
    /// <param name="alpha">One-sided error of the proof.</param>
    /// <returns>
    /// The relative slow-down, as a fraction; <see cref="EffectSize.Infinite"/> if none would have been.
    /// </returns>
    public static double MinimumDetectableEffect(
        double standardError,
        double degreesOfFreedom,
        double margin,
        double alpha
    )
    {
        // The distance may be infinite, and nothing times that is no number.
        var log = standardError == 0 ? margin : margin + Distance(degreesOfFreedom, alpha) * standardError;
        return Math.Min(Math.Exp(log) - 1, EffectSize.Infinite);
    }

    /// <summary>
    /// The fewest runs a side with which a difference would be proven above one margin or below another.
    /// </summary>
    /// <param name="difference">The difference seen, on the log scale.</param>
    /// <param name="runDeviation">
    /// Standard deviation of one run: of a difference where paired, of one side otherwise.
    /// </param>
    /// <param name="paired">Whether runs hold both sides.</param>
    /// <param name="slower">Margin to be proven exceeded, with its error.</param>
    /// <param name="notSlower">Margin to be ruled out, with its error.</param>
    /// <param name="more">Runs already taken; the answer is larger.</param>
    /// <returns>The number; null if it is above <see cref="MostRuns"/>.</returns>
    public static int? RunsToDecide(
        double difference, double runDeviation, bool paired, (double Margin, double Alpha) slower,
        (double Margin, double Alpha) notSlower, int more)
    {
        // The needed distance only shrinks with the number of runs, so the first that suffices is found by halving.
        var (low, high) = (more, MostRuns + 1);
        while (high - low > 1)
        {
            var n = (low + high) / 2;
            if (Decides(n))
                high = n;
            else
                low = n;
        }

        return high > MostRuns ? null : high;

        bool Decides(int n)
        {
            var degrees = paired ? n - 1 : 2 * n - 2;
            var error = runDeviation * Math.Sqrt((paired ? 1.0 : 2.0) / n);
            return difference - slower.Margin > Distance(degrees, slower.Alpha) * error
                || notSlower.Margin - difference > Distance(degrees, notSlower.Alpha) * error;
        }
    }

    // Distance in standard errors at which a proof at level alpha succeeds with the conventional power.
    private static double Distance(double degreesOfFreedom, double alpha) =>
        StudentTail.Quantile(alpha, degreesOfFreedom) + StudentTail.Quantile(1 - Power, degreesOfFreedom);
}
