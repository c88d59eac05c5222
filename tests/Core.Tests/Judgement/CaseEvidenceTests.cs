using System.Collections.Immutable;
using PerfGate.Core.Judgement;
using PerfGate.Core.Policy;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>What the evidence on a case says at its thresholds, which belong to the side that is named.</summary>
public sealed class CaseEvidenceTests
{
    // A quarter of 800 ns is 200 ns; powers of two, so that nothing is rounded.
    private static readonly CaseEvidence Even = EvidenceWeighing.Weigh(
        new("a", ComparedRuns.Unpaired(Side(1), Side(1))), new(0.01, 0, 0), MachineShift.None, 20, 0.95) with
        {
            ReferenceNs = 800,
            StatedTolerance = 0.125,
        };

    [Theory]
    [InlineData(0.25, 0, false)]
    [InlineData(0.26, 0, true)]
    // The absolute floor is as large or larger.
    [InlineData(0.5, 400, false)]
    [InlineData(0.5, 399, true)]
    public void Noise_says_nothing_of_the_tolerance_beyond_twice_of_it_and_beyond_the_floor(
        double tolerance, double floorNs, bool unresolvable) =>
        Assert.Equal(unresolvable, (Even with { Tolerance = tolerance, FloorNs = floorNs }).Unresolvable);

    [Theory]
    [InlineData(200, false)]
    [InlineData(199, true)]
    public void A_case_that_is_slower_by_the_floor_alone_may_pass(double floorNs, bool slower) =>
        Assert.Equal(
            slower, (Even with { TypicalRatio = 1.25, FloorNs = floorNs }).LooksSlowerThanStatedAndFloor);

    [Fact]
    public void The_stated_margin_is_the_logarithm_of_the_ratio_that_is_tolerated() =>
        Assert.Equal(Math.Log(1.125), Even.StatedMargin);

    // Whatever noise makes of the tolerance, an accusation goes by the stated one, and needs proof of more than that.
    [Fact]
    public void A_case_looks_slower_where_that_is_proven_of_the_stated_tolerance_and_not_before()
    {
        var slower = Weighed(1.05);
        var p = SequentialPlan.Looks(new GatePolicy().Runs).Length * slower.Effect.PSlowerThan(Math.Log(1.01));

        Assert.True(Looks(slower, p * 1.001));
        Assert.False(Looks(slower, p * 0.999));

        static bool Looks(CaseEvidence evidence, double rate) =>
            FamilyDecision.Decide([evidence], new() { FamilyWiseErrorRate = rate })[0].LooksSlower;
    }

    // 2 % faster is more than the tolerance of 1 %, and not by more than these runs vary.
    [Fact]
    public void A_case_is_not_faster_before_that_is_proven_beyond_the_tolerance()
    {
        var shown = Weighed(0.98) with { Interval = (0.5, 0.6), TypicalRatio = 0.5 };

        Assert.Equal(Finding.NotSlower, FamilyDecision.Decide([shown], new())[0].Finding);
    }

    [Fact]
    public void A_slow_down_by_the_floor_itself_is_not_above_it()
    {
        var slower = Weighed(1.05);
        var floor = slower.CandidateNs - slower.ReferenceNs;

        Assert.Equal(Finding.Slower, FamilyDecision.Decide([slower with { FloorNs = floor - 1 }], new())[0].Finding);
        Assert.NotEqual(Finding.Slower, FamilyDecision.Decide([slower with { FloorNs = floor }], new())[0].Finding);
    }

    [Fact]
    public void A_far_run_of_the_reference_is_named_by_its_number_in_the_measurement()
    {
        var far = Side(1).SetItem(3, [1.5e6]);
        var sides = new CaseSides("a", ComparedRuns.Unpaired(far, Side(1)))
        {
            ReferenceRuns = [.. Enumerable.Range(2, 10)],
        };

        var note = Assert.Single(
            EvidenceWeighing.Weigh(sides, new(0.01, 0, 0), MachineShift.None, 20, 0.95).FarRuns);

        Assert.StartsWith("run 6 of the reference took", note.Words, StringComparison.Ordinal);
    }

    // Ten runs a side of about 1 ms, 0.5 % apart.
    private static CaseEvidence Weighed(double ratio) => EvidenceWeighing.Weigh(
        new("a", ComparedRuns.Unpaired(Side(1), Side(ratio))), new(0.01, 0, 0), MachineShift.None, 20, 0.95);

    private static ImmutableArray<ImmutableArray<double>> Side(double factor) =>
        [.. Enumerable.Range(-5, 10).Select(i => ImmutableArray.Create(1e6 * factor * (1 + 0.005 * i)))];
}
