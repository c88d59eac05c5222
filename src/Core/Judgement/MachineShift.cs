namespace PerfGate.Core.Judgement;

/// <summary>How far the machine itself moved between two measurements, on the log scale.</summary>
/// <param name="Log">Median log ratio of the controls; above 0 is slower now.</param>
/// <param name="Variance">
/// Variance of what one further case would show: the controls' spread, and the median's own error.
/// </param>
/// <param name="DegreesOfFreedom">Of that variance.</param>
internal sealed record MachineShift(double Log, double Variance, double DegreesOfFreedom)
{
    /// <summary>Nothing to take off.</summary>
    public static MachineShift None { get; } = new(0, 0, 1);
}
