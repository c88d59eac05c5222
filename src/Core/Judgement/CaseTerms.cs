using PerfGate.Core.Measurements;

namespace PerfGate.Core.Judgement;

/// <summary>The thresholds that apply to one case.</summary>
/// <param name="Tolerance">The tolerated slow-down as the policy or the benchmark states it, as a fraction.</param>
/// <param name="FloorNs">The absolute floor, nanoseconds.</param>
/// <param name="NoiseFloor">What the machine can resolve, as a fraction.</param>
internal readonly record struct CaseTerms(double Tolerance, double FloorNs, double NoiseFloor)
{
    /// <summary>The terms of a case: an override of the policy first, then its benchmark's, then the device's.</summary>
    public static CaseTerms Of(GatePolicy policy, string device, MeasuredCase measured)
    {
        var fitting = policy.Overrides.Where(o => NamePattern.Fits(o.Case, measured.Name)).ToArray();
        var tolerance = fitting.FirstOrDefault(o => o.Tolerance is not null)?.Tolerance
            ?? measured.Tolerance
            ?? OfDevice(policy, device);
        var floor = fitting.FirstOrDefault(o => o.AbsoluteFloorNs is not null)?.AbsoluteFloorNs ?? policy.AbsoluteFloorNs;
        return new(tolerance, floor, 0);
    }

    /// <summary>The tolerance of a device, as a fraction.</summary>
    public static double OfDevice(GatePolicy policy, string device) =>
        device == "host" ? policy.Tolerance.Host : policy.Tolerance.Cuda;
}
