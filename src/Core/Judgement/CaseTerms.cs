using PerfGate.Core.Measurements;

namespace PerfGate.Core.Judgement;

/// <summary>The thresholds that apply to one case.</summary>
/// <param name="Tolerance">The tolerated slow-down as the policy or the benchmark states it, as a fraction.</param>
/// <param name="FloorNs">The absolute floor, nanoseconds.</param>
/// <param name="NoiseFloor">What the machine can resolve, as a fraction.</param>
internal readonly record struct CaseTerms(double Tolerance, double FloorNs, double NoiseFloor)
{
    /// <summary>
    /// The terms of a case: an override of the policy first, then its benchmark's, then the device's. Of two manifests the stricter
    /// counts: a branch that loosens its own tolerance would move its own goalposts.
    /// </summary>
    /// <param name="policy">The policy.</param>
    /// <param name="device"><c>cuda</c> or <c>host</c>.</param>
    /// <param name="measured">The case, with what its manifest states.</param>
    /// <param name="reference">The reference's side of it; null where it has none, or for what the case would ask for by itself.</param>
    public static CaseTerms Of(GatePolicy policy, string device, MeasuredCase measured, MeasuredCase? reference)
    {
        var fitting = policy.Overrides.Where(o => NamePattern.Fits(o.Case, measured.Name)).ToArray();
        var tolerance = fitting.FirstOrDefault(o => o.Tolerance is not null)?.Tolerance
            ?? Math.Min(
                measured.Tolerance ?? OfDevice(policy, device),
                reference is null ? double.PositiveInfinity : reference.Tolerance ?? OfDevice(policy, device));
        var floor = fitting.FirstOrDefault(o => o.AbsoluteFloorNs is not null)?.AbsoluteFloorNs ?? policy.AbsoluteFloorNs;
        return new(tolerance, floor, 0);
    }

    /// <summary>The tolerance of a device, as a fraction.</summary>
    public static double OfDevice(GatePolicy policy, string device) =>
        device == "host" ? policy.Tolerance.Host : policy.Tolerance.Cuda;
}
