using PerfGate.Core.Judgement;
using PerfGate.Core.Policy;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Tests.Judgement;

/// <content>Each condition of an answer, at the value from which on it holds.</content>
public partial class FamilyDecisionTests
{
    [Fact]
    public void A_case_looks_slower_where_the_whole_interval_lies_above_the_stated_tolerance()
    {
        var evidence = Evidence(1.05, 0);
        var least = 1 + evidence.StatedTolerance;

        Assert.True(Decide(evidence with { Interval = (Math.BitIncrement(least), 1.1) }).LooksSlower);
        Assert.False(Decide(evidence with { Interval = (least, 1.1) }).LooksSlower);
    }

    [Fact]
    public void A_case_looks_slower_at_the_error_rate_and_not_below_it()
    {
        var evidence = Evidence(1.05, 0);
        var p = SequentialPlan.Looks(new GatePolicy().Runs).Length
            * evidence.Effect.PSlowerThan(evidence.StatedMargin);

        Assert.True(Decide(evidence, rate: p).LooksSlower);
        Assert.False(Decide(evidence, rate: Math.BitDecrement(p)).LooksSlower);
    }

    [Fact]
    public void A_slow_down_of_small_effect_does_not_look_slower_either()
    {
        var (evidence, least) = (Evidence(1.05, 0), new GatePolicy().MinimumEffectSize);

        Assert.True(Decide(evidence with { HedgesG = least }).LooksSlower);
        Assert.False(Decide(evidence with { HedgesG = least - 0.01 }).LooksSlower);
    }

    [Fact]
    public void A_case_passes_whose_whole_interval_lies_up_to_what_a_pass_rules_out()
    {
        var evidence = Evidence(0.99, 0);
        var most = Math.Exp(evidence.PassMargin);

        Assert.Equal(Finding.NotSlower, Decide(evidence with { Interval = (0.98, most) }).Finding);
        Assert.Equal(Finding.Undecided, Decide(evidence with { Interval = (0.98, Math.BitIncrement(most)) }).Finding);
    }

    [Fact]
    public void A_case_is_faster_whose_whole_interval_lies_below_the_tolerance()
    {
        var evidence = Evidence(0.9, 0);
        var most = 1 / (1 + evidence.Tolerance);

        Assert.Equal(Finding.Faster, Decide(evidence with { Interval = (0.8, Math.BitDecrement(most)) }).Finding);
        Assert.Equal(Finding.NotSlower, Decide(evidence with { Interval = (0.8, most) }).Finding);
    }

    [Fact]
    public void A_p_value_that_equals_the_error_rate_proves_a_speed_up()
    {
        var evidence = Evidence(0.95, 0);
        var p = SequentialPlan.Looks(new GatePolicy().Runs).Length * evidence.Effect.PFasterThan(-evidence.Margin);

        Assert.Equal(Finding.Faster, Decide(evidence, rate: p).Finding);
        Assert.Equal(Finding.NotSlower, Decide(evidence, rate: Math.BitDecrement(p)).Finding);
    }

    // More runs bring neither a larger difference nor a reference that has enough of them.
    [Fact]
    public void A_case_below_the_floor_or_with_too_few_runs_of_the_reference_does_not_only_need_runs()
    {
        Assert.False(Found(1.05, floorNs: Above).NeedsRuns);
        Assert.False(Decide(Evidence(1.05, 0) with { LeastP = 0.5, ReferenceRuns = 4 }).NeedsRuns);
    }

    // Half of all identical processes separate completely at so few runs. That counts where the last look could ever
    // show what is rarer than the error rate, in a family of three and at every look.
    [Fact]
    public void Chance_separation_counts_where_the_largest_number_of_runs_can_rule_it_out()
    {
        var few = Evidence(1.05, 0) with { LeastP = 0.5 };
        var looks = SequentialPlan.Looks(new GatePolicy().Runs);
        var rate = EvidenceWeighing.LeastP(paired: false, 10, looks[^1]) * 3 * looks.Length;

        Assert.Equal(1, P(rate));
        Assert.InRange(P(Math.BitDecrement(rate)), 0, 0.1);

        double P(double rate) =>
            FamilyDecision.Decide([few, few, few], new() { FamilyWiseErrorRate = rate })[0].P;
    }

    [Fact]
    public void The_times_of_runs_around_a_far_one_are_in_the_unit_of_the_longest()
    {
        var sides = new CaseSides("a", ComparedRuns.Unpaired(Side(1), Side(1)));
        double[] even = [.. Enumerable.Range(0, 10).Select(i => Math.Log(0.996e6 + 1e3 * i))];
        double[] far = [.. even[..9], Math.Log(2e6)];

        var note = Assert.Single(FarRunNote.Of(sides, far, even, 0.01));

        Assert.Equal("run 10 of the reference took 2.0 ms; the others 0.996 to 1.0 ms", note.Words);
        Assert.True(note.OfReference);
    }

    [Fact]
    public void A_far_pair_is_no_run_of_the_reference_alone()
    {
        var sides = CaseSides.Interleaved(Given.Pair("a", 10_000, 1, 0.05, 0.001, 10, 9))!;
        double[] even = [.. Enumerable.Range(0, 10).Select(i => 0.001 * i)];
        double[] far = [.. even[..9], 0.5];

        Assert.False(Assert.Single(FarRunNote.Of(sides, new double[10], far, 0.01)).OfReference);
    }
}
