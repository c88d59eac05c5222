namespace PerfGate.Core.Statistics;

/// <summary>Finds where a condition begins to hold.</summary>
internal static class Bisection
{
    /// <summary>
    /// The smallest number above one end of a range, up to the other, at which a condition holds that holds from there
    /// on. Halves the range until no number is left between its ends, or until they are close enough.
    /// </summary>
    /// <param name="low">Below the number.</param>
    /// <param name="high">Where the condition holds.</param>
    /// <param name="holds">The condition.</param>
    /// <param name="within">How close the ends need be.</param>
    public static double Least(double low, double high, Func<double, bool> holds, double within = 0)
    {
        while (high - low > within && low + (high - low) / 2 is var middle && middle > low && middle < high)
        {
            if (holds(middle))
                high = middle;
            else
                low = middle;
        }

        return high;
    }
}
