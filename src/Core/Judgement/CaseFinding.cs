namespace PerfGate.Core.Judgement;

/// <summary>What a stage finds of one case, its place in the family taken into account.</summary>
/// <param name="Evidence">The evidence.</param>
/// <param name="Finding">The answer.</param>
/// <param name="P">
/// P-value against "not slower by more than the tolerance", adjusted for the family and for the looks.
/// </param>
/// <param name="LooksSlower">
/// Whether it is slower than the stated tolerance by Student's t alone, which is enough to accuse and not enough to
/// convict.
/// </param>
/// <param name="BelowFloor">Whether only the absolute floor keeps it from being found slower.</param>
/// <param name="WithinNoise">
/// Whether it looks slower than the stated tolerance, although the mean over its runs rules out more than the tolerance
/// in force.
/// </param>
internal sealed record CaseFinding(
    CaseEvidence Evidence, Finding Finding, double P, bool LooksSlower, bool BelowFloor, bool WithinNoise);

/// <summary>The answers of a comparison.</summary>
internal enum Finding
{
    /// <summary>Neither is proven.</summary>
    Undecided,

    /// <summary>Slower by more than the tolerance is proven.</summary>
    Slower,

    /// <summary>Slower by more than the tolerance is ruled out.</summary>
    NotSlower,

    /// <summary>Faster by more than the tolerance is proven.</summary>
    Faster,
}
