using System.Collections.Immutable;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Judgement;

/// <summary>The three-way decision over all cases of one comparison at once.</summary>
/// <remarks>
/// Errors are spent in equal shares over the looks of <see cref="SequentialPlan"/> (Bonferroni, so no model of how looks
/// depend on each other), and over the cases by Holm's procedure.
/// </remarks>
internal static class FamilyDecision
{
    /// <summary>Decides a family.</summary>
    /// <param name="family">Evidence of every case compared.</param>
    /// <param name="policy">The policy.</param>
    public static ImmutableArray<CaseFinding> Decide(IReadOnlyList<CaseEvidence> family, GatePolicy policy)
    {
        var looks = SequentialPlan.Looks(policy.Runs);
        var student = Adjusted([.. family.Select(e => e.Effect.PSlowerThan(e.Margin))], looks.Length);
        var guarded = Adjusted(
            [.. family.Select(e => Guarded(e, e.Effect.PSlowerThan(e.Margin), family.Count, policy, looks))], looks.Length);
        var faster = Adjusted([.. family.Select(e => e.Effect.PFasterThan(-e.Margin))], looks.Length);
        return [.. family.Select((e, i) => Find(e, student[i], guarded[i], faster[i], policy, looks.Length))];
    }

    private static CaseFinding Find(
        CaseEvidence e, double student, double guarded, double faster, GatePolicy policy, int looks)
    {
        var enough = e.CandidateRuns >= policy.Runs.Minimum && e.ReferenceRuns >= SequentialPlan.FewestReferenceRuns(policy);
        var aboveFloor = e.CandidateNs - e.ReferenceNs > e.FloorNs;
        var large = e.HedgesG >= policy.MinimumEffectSize;
        var beyond = e.Interval.Low > 1 + e.Tolerance;
        var looksSlower = enough && student <= policy.FamilyWiseErrorRate && beyond && large && aboveFloor;

        // The interval that is shown must not contradict the answer beside it.
        var ruledOut = e.Effect.PFasterThan(e.PassMargin) <= (1 - policy.Confidence) / looks
            && e.Interval.High <= Math.Exp(e.PassMargin);
        // Where noise raised the tolerance, a case that its own runs show to be slower than the stated one is no pass.
        var withinNoise = aboveFloor && e.Interval.Low > 1 + e.StatedTolerance;
        var isFaster = faster <= policy.FamilyWiseErrorRate && e.Interval.High < 1 / (1 + e.Tolerance);
        var finding = !enough ? Finding.Undecided
            : looksSlower && guarded <= policy.FamilyWiseErrorRate ? Finding.Slower
            : isFaster ? Finding.Faster
            : ruledOut && !withinNoise ? Finding.NotSlower
            : Finding.Undecided;
        return new(
            e, finding, guarded, looksSlower, student <= policy.FamilyWiseErrorRate && !aboveFloor,
            finding == Finding.Undecided && ruledOut && withinNoise);
    }

    // Student's t trusts that noise is roughly normal. A process that starts in one of two modes is not: at 5 runs a side, one pair in
    // a thousand lies wholly in different modes. So nothing is found slower before that is rarer than the error to be
    // spent; at the last look only where that number of runs could ever be enough.
    private static double Guarded(CaseEvidence e, double p, int family, GatePolicy policy, ImmutableArray<int> looks)
    {
        var atMost = Math.Max(looks[^1], e.CandidateRuns);
        var attainable = EvidenceWeighing.LeastP(e.Paired, e.ReferenceRuns, atMost) * family * looks.Length <= policy.FamilyWiseErrorRate;
        return attainable ? Math.Max(p, e.LeastP) : p;
    }

    private static double[] Adjusted(double[] p, int looks) =>
        Multiplicity.Holm([.. p.Select(x => Math.Min(1, x * looks))]);
}
