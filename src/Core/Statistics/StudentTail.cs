using MathNet.Numerics.Distributions;

namespace PerfGate.Core.Statistics;

/// <summary>Upper tail of Student's t, exact far out, where false alarms come from.</summary>
public static class StudentTail
{
    /// <summary>P(T &gt; t).</summary>
    /// <param name="t">The statistic.</param>
    /// <param name="degreesOfFreedom">Above 0; infinite for the normal distribution.</param>
    public static double Upper(double t, double degreesOfFreedom) =>
        // The lower tail of -t, so that a small probability is not left over from 1 - p.
        double.IsInfinity(t) ? (t > 0 ? 0 : 1) : StudentT.CDF(0, 1, degreesOfFreedom, -t);

    /// <summary>The t that is exceeded with the given probability.</summary>
    /// <param name="probability">Between 0 and 1, exclusive.</param>
    /// <param name="degreesOfFreedom">Above 0; infinite for the normal distribution.</param>
    public static double Quantile(double probability, double degreesOfFreedom) =>
        -StudentT.InvCDF(0, 1, degreesOfFreedom, probability);
}
