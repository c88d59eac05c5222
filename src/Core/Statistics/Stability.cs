namespace PerfGate.Core.Statistics;

/// <summary>Whether a run kept to one regime.</summary>
/// <param name="Stable">Whether it did.</param>
/// <param name="Reason">The shift in words; null where it did.</param>
public sealed record Stability(bool Stable, string? Reason)
{
    /// <summary>It did.</summary>
    public static Stability Steady { get; } = new(true, null);
}
