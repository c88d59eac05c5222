using PerfGate.Core.Text;

namespace PerfGate.Core.Reports.Plots;

/// <summary>The unit of a plot's axis, fit for the times on it.</summary>
/// <param name="Name">Its sign.</param>
/// <param name="Nanoseconds">How long it is.</param>
internal sealed record TimeUnit(string Name, double Nanoseconds)
{
    /// <summary>The largest unit that leaves the figures at 1 or above.</summary>
    /// <param name="nanoseconds">A typical time.</param>
    public static TimeUnit For(double nanoseconds)
    {
        var (length, sign) = Numbers.TimeUnit(nanoseconds);
        return new(sign, length);
    }
}
