using PerfGate.Core.Policy;

namespace PerfGate.Core.Judgement;

/// <summary>The thresholds that one case is judged by.</summary>
/// <param name="Tolerance">The tolerated slow-down as stated, as a fraction.</param>
/// <param name="FloorNs">The absolute floor, nanoseconds.</param>
/// <param name="NoiseFloor">What the machine can resolve between cases, as a fraction.</param>
internal readonly record struct CaseTerms(double Tolerance, double FloorNs, double NoiseFloor)
{
    /// <summary>The thresholds that follow from a case's settings.</summary>
    public static CaseTerms Of(CaseSettings settings, double noiseFloor) =>
        new(settings.Tolerance, settings.AbsoluteFloorNs, noiseFloor);
}
