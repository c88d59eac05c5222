namespace PerfGate.Core.Statistics;

/// <summary>Differences of means with standard errors for the three designs of a comparison.</summary>
public static class MeanDifference
{
    /// <summary>Two independent groups of runs.</summary>
    /// <param name="reference">Log locations of the reference's runs, at least two.</param>
    /// <param name="candidate">Log locations of the candidate's runs, at least two.</param>
    /// <remarks>
    /// Welch (1947), Biometrika 34, 28-35; degrees of freedom by Satterthwaite (1946), Biometrics Bulletin 2, 110-114.
    /// His estimate is too small on average (95.8 % coverage at 5 normal runs a side), which suits p-values far out;
    /// intervals take Welch's own, with n + 1 for n - 1 and 2 taken off at the end, at most those of equal variances
    /// (95.2 %).
    /// </remarks>
    public static Effect Unpaired(ReadOnlySpan<double> reference, ReadOnlySpan<double> candidate)
    {
        var a = new Component(Moments.Variance(reference) / reference.Length, reference.Length - 1);
        var b = new Component(Moments.Variance(candidate) / candidate.Length, candidate.Length - 1);
        var effect = Combine(Moments.Mean(candidate) - Moments.Mean(reference), a, b);
        if (effect.StandardError == 0)
            return effect;
        var less =
            Satterthwaite(
                a with
                {
                    DegreesOfFreedom = a.DegreesOfFreedom + 2,
                },
                b with
                {
                    DegreesOfFreedom = b.DegreesOfFreedom + 2,
                }
            ) - 2;
        return effect with { IntervalDegreesOfFreedom = Math.Min(less, a.DegreesOfFreedom + b.DegreesOfFreedom) };
    }

    /// <summary>Runs that hold both sides: the mean of their differences.</summary>
    /// <param name="differences">Candidate minus reference, log locations, one per run, at least two.</param>
    public static Effect Paired(ReadOnlySpan<double> differences) =>
        new(
            Moments.Mean(differences), Math.Sqrt(Moments.Variance(differences) / differences.Length),
            differences.Length - 1, differences.Length - 1);

    /// <summary>A reference measured on several days, and a candidate measured on a further one.</summary>
    /// <param name="days">Mean log location of each day, at least two.</param>
    /// <param name="candidate">Log locations of the candidate's runs, at least two.</param>
    /// <remarks>
    /// The candidate has a day of its own, so the variance between days counts once for it and once, divided by the
    /// number of days, for the reference. The day means already vary by their runs' noise, which is not added again.
    /// </remarks>
    public static Effect AcrossDays(ReadOnlySpan<double> days, ReadOnlySpan<double> candidate) =>
        Combine(
            Moments.Mean(candidate) - Moments.Mean(days),
            new(Moments.Variance(days) * (1 + 1.0 / days.Length), days.Length - 1),
            new(Moments.Variance(candidate) / candidate.Length, candidate.Length - 1));

    /// <summary>Adds an independent error to an effect's standard error, and shifts the effect.</summary>
    /// <param name="effect">The effect.</param>
    /// <param name="shift">Subtracted from the difference.</param>
    /// <param name="variance">Variance of the shift.</param>
    /// <param name="degreesOfFreedom">Degrees of freedom of that variance.</param>
    public static Effect Corrected(Effect effect, double shift, double variance, double degreesOfFreedom) =>
        Combine(
            effect.Difference - shift,
            new(effect.StandardError * effect.StandardError, effect.DegreesOfFreedom),
            new(variance, degreesOfFreedom));

    private static Effect Combine(double difference, Component a, Component b)
    {
        var sum = a.Variance + b.Variance;
        if (sum == 0)
            return new(difference, 0, double.PositiveInfinity, double.PositiveInfinity);
        var degrees = Satterthwaite(a, b);
        return new(difference, Math.Sqrt(sum), degrees, degrees);
    }

    private static double Satterthwaite(Component a, Component b)
    {
        // Fractions first: squares of tiny variances would underflow.
        var sum = a.Variance + b.Variance;
        var (p, q) = (a.Variance / sum, b.Variance / sum);
        return 1 / (p * p / a.DegreesOfFreedom + q * q / b.DegreesOfFreedom);
    }

    private readonly record struct Component(double Variance, double DegreesOfFreedom);
}
