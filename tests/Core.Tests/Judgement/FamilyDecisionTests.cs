using System.Collections.Immutable;
using PerfGate.Core.Judgement;
using PerfGate.Core.Policy;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>When the evidence on a family of cases decides.</summary>
public partial class FamilyDecisionTests
{
    private const double Above = 1e9;

    [Fact]
    public void A_p_value_that_equals_the_error_rate_proves_a_slow_down()
    {
        var p = Found(1.05).P;

        Assert.Equal(Finding.Slower, Found(1.05, rate: p).Finding);
        Assert.NotEqual(Finding.Slower, Found(1.05, rate: Math.BitDecrement(p)).Finding);
    }

    [Fact]
    public void A_case_proven_slower_at_the_error_rate_but_not_by_the_floor_is_said_to_be_below_it()
    {
        var p = Found(1.05, floorNs: Above).P;

        Assert.True(Found(1.05, floorNs: Above, rate: p).BelowFloor);
        Assert.False(Found(1.05, floorNs: Above, rate: Math.BitDecrement(p)).BelowFloor);
        Assert.False(Found(1.05, floorNs: 0, rate: p).BelowFloor);
        Assert.Equal(Finding.NotSlower, Found(1.05, floorNs: Above).Finding);
    }

    // So few runs that chance alone gives their order more often than the error rate.
    [Fact]
    public void A_case_whose_p_value_equals_the_error_rate_needs_only_more_runs()
    {
        var few = Evidence(1.05, 0) with { LeastP = 0.5 };
        var p = SequentialPlan.Looks(new GatePolicy().Runs).Length * few.Effect.PSlowerThan(few.Margin);

        Assert.True(Decide(few, rate: p).NeedsRuns);
        Assert.False(Decide(few, rate: Math.BitDecrement(p)).NeedsRuns);
    }

    [Fact]
    public void The_p_value_of_a_case_is_multiplied_by_the_looks_and_by_the_cases()
    {
        var policy = new GatePolicy();
        var one = Evidence(1.05, 0);
        var alone = FamilyDecision.Decide([one], policy)[0].P;

        Assert.Equal(SequentialPlan.Looks(policy.Runs).Length * one.Effect.PSlowerThan(one.Margin), alone, 1e-12);
        // Holm: the smallest of three p-values counts three times.
        Assert.Equal(3 * alone, FamilyDecision.Decide([one, Evidence(1, 0), Evidence(1, 0)], policy)[0].P, 1e-12);
    }

    [Fact]
    public void Fewer_runs_than_the_policy_asks_for_decide_nothing()
    {
        Assert.Equal(Finding.Undecided, Decide(Evidence(1.5, 0) with { CandidateRuns = 4 }).Finding);
        Assert.Equal(Finding.Undecided, Decide(Evidence(1.5, 0) with { ReferenceRuns = 4 }).Finding);
        Assert.False(Decide(Evidence(1.5, 0) with { ReferenceRuns = 4 }).LooksSlower);
        Assert.Equal(Finding.Slower, Decide(Evidence(1.5, 0) with { CandidateRuns = 5, ReferenceRuns = 5 }).Finding);
    }

    [Fact]
    public void A_slow_down_of_small_effect_is_not_found_slower()
    {
        var (evidence, least) = (Evidence(1.05, 0), new GatePolicy().MinimumEffectSize);

        Assert.Equal(Finding.Slower, Decide(evidence with { HedgesG = least }).Finding);
        Assert.NotEqual(Finding.Slower, Decide(evidence with { HedgesG = least - 0.01 }).Finding);
    }

    // The tolerance itself is tolerated.
    [Fact]
    public void A_slow_down_is_proven_where_the_whole_interval_lies_above_the_tolerance()
    {
        var evidence = Evidence(1.05, 0);
        var least = 1 + evidence.Tolerance;

        Assert.Equal(Finding.Slower, From(Math.BitIncrement(least)));
        Assert.NotEqual(Finding.Slower, From(least));

        Finding From(double low) =>
            Decide(evidence with { Interval = (low, evidence.Interval.High) }).Finding;
    }

    [Fact]
    public void A_case_looks_slower_than_the_stated_tolerance_beyond_it_and_not_at_it()
    {
        var typical = Evidence(1, 0) with { TypicalRatio = 1.25 };

        Assert.False((typical with { StatedTolerance = 0.25 }).LooksSlowerThanStated);
        Assert.True((typical with { StatedTolerance = 0.125 }).LooksSlowerThanStated);
    }

    [Fact]
    public void The_effect_size_of_times_without_a_common_scale_is_a_number()
    {
        var evidence = EvidenceWeighing.Weigh(
            new("a", ComparedRuns.Unpaired([[1e300], [1e-300], [1e300]], [[1e-300], [2e-300], [3e-300]])),
            new(0.01, 0, 0), MachineShift.None, 20, 0.95);

        Assert.InRange(evidence.HedgesG, -10, 0);
    }

    // Ten runs a side of about 1 ms, 0.5 % apart.
    private static CaseEvidence Evidence(double ratio, double floorNs) => EvidenceWeighing.Weigh(
        new("a", ComparedRuns.Unpaired(Side(1), Side(ratio))), new(0.01, floorNs, 0), MachineShift.None, 20, 0.95);

    private static ImmutableArray<ImmutableArray<double>> Side(double factor) =>
        [.. Enumerable.Range(-5, 10).Select(i => ImmutableArray.Create(1e6 * factor * (1 + 0.005 * i)))];

    private static CaseFinding Found(double ratio, double floorNs = 0, double rate = 0.01) =>
        Decide(Evidence(ratio, floorNs), rate);

    private static CaseFinding Decide(CaseEvidence evidence, double rate = 0.01) =>
        FamilyDecision.Decide([evidence], new() { FamilyWiseErrorRate = rate })[0];
}
