using PerfGate.Core.Judgement;
using PerfGate.Core.Policy;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>The numbers of runs at which a decision is looked for.</summary>
public class SequentialPlanTests
{
    [Fact]
    public void Looks_grow_by_about_the_root_of_two_up_to_the_largest_number_of_runs() =>
        Assert.Equal([5, 7, 10, 14, 20], SequentialPlan.Looks(new RunBounds()));

    [Fact]
    public void The_first_look_is_at_the_fewest_runs() => Assert.Equal(7, SequentialPlan.First(Policy(7, 20)));

    [Theory]
    [InlineData(5, 20, 2)]
    [InlineData(1, 20, 1)]
    [InlineData(7, 7, 7)]
    public void Where_nothing_is_judged_two_runs_do_unless_a_number_was_asked_for(
        int minimum,
        int maximum,
        int taken
    ) => Assert.Equal(taken, SequentialPlan.WithoutJudgement(Policy(minimum, maximum)));

    [Theory]
    [InlineData(0, 5)]
    [InlineData(4, 5)]
    [InlineData(5, 7)]
    [InlineData(14, 20)]
    [InlineData(20, null)]
    public void After_a_look_comes_the_next_larger_one(int runs, int? next) =>
        Assert.Equal(next, SequentialPlan.Next(new(), runs));

    [Theory]
    [InlineData(7, 7, new[] { 7 })]
    [InlineData(1, 3, new[] { 1, 2, 3 })]
    [InlineData(5, 6, new[] { 5, 6 })]
    public void Every_look_is_larger_than_the_one_before_and_the_last_is_the_largest(
        int minimum, int maximum, int[] looks) =>
        Assert.Equal(looks, SequentialPlan.Looks(new() { Minimum = minimum, Maximum = maximum }));

    [Theory]
    [InlineData(3, 3)]
    [InlineData(5, 5)]
    [InlineData(15, 5)]
    public void A_reference_needs_as_many_runs_as_the_candidate_and_never_more_than_five(int minimum, int fewest) =>
        Assert.Equal(fewest, SequentialPlan.FewestReferenceRuns(Policy(minimum, 20)));

    private static GatePolicy Policy(int minimum, int maximum) =>
        new() { Runs = new() { Minimum = minimum, Maximum = maximum } };
}
