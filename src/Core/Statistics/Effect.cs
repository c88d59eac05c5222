namespace PerfGate.Core.Statistics;

/// <summary>
/// A difference of mean run locations on the log scale, with its standard error and the degrees of freedom of that
/// error.
/// </summary>
/// <param name="Difference">Mean log location of the candidate minus that of the reference; above 0 is slower.</param>
/// <param name="StandardError">Standard error of the difference, at least 0.</param>
/// <param name="DegreesOfFreedom">
/// Of the standard error, on the careful side, for p-values; above 0, infinite where nothing varies.
/// </param>
/// <param name="IntervalDegreesOfFreedom">
/// Degrees of freedom of the standard error with less bias, for intervals; above 0.
/// </param>
public readonly record struct Effect(
    double Difference, double StandardError, double DegreesOfFreedom, double IntervalDegreesOfFreedom)
{
    /// <summary>Candidate over reference.</summary>
    public double Ratio => Math.Exp(Difference);

    /// <summary>
    /// One-sided p-value of "the candidate is slower by no more than <paramref name="margin"/>": small where more is
    /// proven.
    /// </summary>
    /// <param name="margin">The tolerated difference on the log scale.</param>
    public double PSlowerThan(double margin) => UpperTail(Difference - margin);

    /// <summary>
    /// One-sided p-value of "the candidate is slower by at least <paramref name="margin"/>": small where that is ruled
    /// out.
    /// </summary>
    /// <param name="margin">The tolerated difference on the log scale.</param>
    public double PFasterThan(double margin) => UpperTail(margin - Difference);

    private double UpperTail(double distance) => StandardError > 0
        ? StudentTail.Upper(distance / StandardError, DegreesOfFreedom)
        : distance > 0 ? 0 : 1;
}
