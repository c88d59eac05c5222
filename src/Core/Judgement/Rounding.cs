using System.Globalization;

namespace PerfGate.Core.Judgement;

/// <summary>Rounding of what is written to files.</summary>
internal static class Rounding
{
    /// <summary>
    /// Ten significant digits: C libraries differ in the last bits of logarithm and exponential, and a verdict is to
    /// have the same bytes on every machine.
    /// </summary>
    public static double Stable(double value) => double.IsFinite(value)
        ? double.Parse(value.ToString("E9", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
        : Math.Clamp(value, -Statistics.EffectSize.Infinite, Statistics.EffectSize.Infinite);
}
