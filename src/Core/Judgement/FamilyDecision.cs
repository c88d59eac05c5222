using System.Collections.Immutable;
using PerfGate.Core.Policy;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Judgement;

/// <summary>The three-way decision over all cases of one comparison at once.</summary>
/// <remarks>
/// Errors are spent in equal shares over the looks of <see cref="SequentialPlan"/> (Bonferroni, so no model of how
/// looks depend on each other), and over the cases by Holm's procedure.
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
        var stated = Adjusted([.. family.Select(e => e.Effect.PSlowerThan(e.StatedMargin))], looks.Length);
        var guarded = Adjusted(
            [.. family.Select(e => Guarded(e, e.Effect.PSlowerThan(e.Margin), family.Count, policy, looks))],
            looks.Length
        );
        var faster = Adjusted([.. family.Select(e => e.Effect.PFasterThan(-e.Margin))], looks.Length);
        return
        [
            .. family.Select((e, i) => Find(e, stated[i], student[i], guarded[i], faster[i], policy, looks.Length)),
        ];
    }

    private static CaseFinding Find(
        CaseEvidence e,
        double stated,
        double student,
        double guarded,
        double faster,
        GatePolicy policy,
        int looks
    )
    {
        var enough =
            e.CandidateRuns >= policy.Runs.Minimum && e.ReferenceRuns >= SequentialPlan.FewestReferenceRuns(policy);
        var aboveFloor = e.CandidateNs - e.ReferenceNs > e.FloorNs;
        var large = e.HedgesG >= policy.MinimumEffectSize;
        // An accusation goes by the stated tolerance: what noise adds to that must not keep a case from its trial.
        var looksSlower =
            enough
            && stated <= policy.FamilyWiseErrorRate
            && e.Interval.Low > 1 + e.StatedTolerance
            && large
            && aboveFloor;
        var beyond = enough && e.Interval.Low > 1 + e.Tolerance && large && aboveFloor;
        var slower = beyond && guarded <= policy.FamilyWiseErrorRate;

        // The interval that is shown must not contradict the answer beside it.
        var ruledOut = e.Effect.PFasterThan(e.PassMargin) <= (1 - policy.Confidence) / looks
            && e.Interval.High <= Math.Exp(e.PassMargin);
        // Neither noise that raised the tolerance nor a far-off run that moved the mean makes a pass of a case that
        // looks slower than the stated one.
        var withinNoise = e.LooksSlowerThanStatedAndFloor;
        var isFaster =
            faster <= policy.FamilyWiseErrorRate && Math.Max(e.Interval.High, e.TypicalRatio) < 1 / (1 + e.Tolerance);
        var finding =
            !enough ? Finding.Undecided
            : slower ? Finding.Slower
            : isFaster ? Finding.Faster
            : ruledOut && !withinNoise && !e.Unresolvable ? Finding.NotSlower
            : Finding.Undecided;
        return new(
            e, finding, guarded, looksSlower, student <= policy.FamilyWiseErrorRate && !aboveFloor,
            ruledOut && withinNoise,
            beyond && !slower && student <= policy.FamilyWiseErrorRate);
    }

    // Student's t trusts that noise is roughly normal. A process that starts in one of two modes is not: at 5 runs a
    // side, one pair in a thousand lies wholly in different modes. So nothing is found slower before that is rarer than
    // the error to be spent; at the last look only where that number of runs could ever be enough.
    private static double Guarded(CaseEvidence e, double p, int family, GatePolicy policy, ImmutableArray<int> looks)
    {
        var atMost = Math.Max(looks[^1], e.CandidateRuns);
        var attainable =
            EvidenceWeighing.LeastP(e.Paired, e.ReferenceRuns, atMost) * family * looks.Length
            <= policy.FamilyWiseErrorRate;
        return attainable ? Math.Max(p, e.LeastP) : p;
    }

    private static double[] Adjusted(double[] p, int looks) =>
        Multiplicity.Holm([.. p.Select(x => Math.Min(1, x * looks))]);
}
