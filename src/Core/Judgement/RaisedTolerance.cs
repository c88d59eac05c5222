namespace PerfGate.Core.Judgement;

/// <summary>
/// The tolerance in force where it is not the stated one: a reader has to see it beside the verdict that it bought.
/// </summary>
public static class RaisedTolerance
{
    /// <summary>Whether the tolerance in force differs from the stated one.</summary>
    /// <param name="judgement">The case.</param>
    public static bool IsRaised(this CaseJudgement judgement) =>
        judgement is { Tolerance: { } inForce, StatedTolerance: { } stated } && inForce != stated;

    /// <summary>Whether a reader must see it: a decision was made by another tolerance than the stated one.</summary>
    /// <param name="judgement">The case.</param>
    public static bool BoughtByNoise(this CaseJudgement judgement) =>
        judgement.IsRaised() && VerdictTraits.Of(judgement.Verdict).Proves;
}
