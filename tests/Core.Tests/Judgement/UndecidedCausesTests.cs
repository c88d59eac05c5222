using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>The likely cause that a summary gives for undecided cases, and what to do.</summary>
public sealed class UndecidedCausesTests
{
    // Slower by about the tolerance of 1 %, by runs that vary by 0.8 %: neither proven.
    private static readonly MeasuredCase Before = Given.Case("a", 10_000, 0.008, 10, 1);
    private static readonly MeasuredCase Near = Given.Case("a", 10_100, 0.008, 20, 3, "new");
    private static readonly MeasuredCase Unsteady = Given.Ended("a", CaseStatus.Unstable, "no steady run");

    [Fact]
    public void Throttled_runs_are_counted_with_the_last_reason()
    {
        var now = Given.Measurement(Unsteady) with
        {
            Workers =
            [
                Worker(WorkerOutcome.Completed), Worker(WorkerOutcome.Unstable, "hot"),
                Worker(WorkerOutcome.Unstable, "thermal slow-down"), Worker(WorkerOutcome.Crashed),
            ],
        };

        var summary = Summary(now, Given.Measurement(Before));

        Assert.Contains(
            "Likely cause: 2 of 3 runs were thrown away (thermal slow-down).", summary, StringComparison.Ordinal);
        Assert.Contains("Improve cooling or power", summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Discarded_runs_of_the_undecided_cases_are_counted_and_no_other_ones()
    {
        static DiscardedRun Thrown(string reason) => new(1, reason);
        var decided = Given.Case("b", 100, 0.001, 10, 5, "same") with { Discarded = [Thrown("another case's")] };
        var open = Unsteady with { Discarded = [Thrown("it stepped"), Thrown("it shifted")] };
        var before = Given.Measurement(Before, Given.Case("b", 100, 0.001, 10, 6, "same"));

        Assert.Contains(
            "Likely cause: 2 runs were thrown away (it shifted).",
            Summary(Given.Measurement(open, decided), before), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(20)]
    public void Thrown_runs_are_no_cause_where_enough_are_left(int runs)
    {
        var now = Given.Measurement(Near with { Runs = [.. Near.Runs.Take(runs)] }) with
        {
            Workers = [Worker(WorkerOutcome.Unstable, "hot")],
        };

        Assert.DoesNotContain("thrown away", Summary(now, Given.Measurement(Before)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_that_was_busier_when_the_reference_was_measured_is_told_from_one_that_is_busy_now()
    {
        static IEnumerable<MeasuredCase> Controls(double ns, int seed) =>
            Enumerable.Range(0, 4).Select(i => Given.Case($"c{i}", ns, 0.001, 10, seed + i));
        var summary = Summary(
            Given.Measurement([Given.Case("a", 7_070, 0.008, 20, 3, "new"), .. Controls(35_000, 20)]),
            Given.Measurement([Before, .. Controls(50_000, 30)]));

        Assert.Contains("the machine was busier when the reference was measured", summary, StringComparison.Ordinal);
        Assert.Contains("Refresh the baseline on an idle machine.", summary, StringComparison.Ordinal);
        Assert.DoesNotContain("load on the machine", summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reference_with_too_few_runs_is_named()
    {
        var summary = Summary(Given.Measurement(Near), Given.Measurement(Given.Case("a", 10_000, 0.008, 3, 1)));

        Assert.Contains("the reference has too few valid runs of 1 case", summary, StringComparison.Ordinal);
        Assert.Contains("Refresh the baseline.", summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, 300, true)]
    [InlineData(10, 299, false)]
    [InlineData(20, 300, false)]
    public void The_budget_is_the_cause_where_it_ended_before_the_largest_number_of_runs(
        int runs, double seconds, bool cause)
    {
        var now = Given.Measurement(Given.Case("a", 10_100, 0.008, runs, 3, "new")) with { WallSeconds = seconds };
        var summary = Judge.Decide(
            Given.Input(now, Given.Measurement(Before), new() { BudgetSeconds = 300 })).Summary;

        Assert.Equal(cause, summary.Contains("the time budget of 5 min ended", StringComparison.Ordinal));
        Assert.Equal(cause, summary.Contains("-p:PerfGateBudget=600", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_noisy_cases_the_one_with_the_noisiest_side_is_named()
    {
        var now = Given.Measurement(
            Given.Case("a", 10_100, 0.03, 20, 3, "new"), Given.Case("b", 10_100, 0.06, 20, 4, "new"));
        var before = Given.Measurement(Given.Case("a", 10_000, 0.03, 20, 1), Given.Case("b", 10_000, 0.015, 20, 2));

        Assert.Matches(@"Likely cause: noise: the runs of b vary by [5-7]\.\d+ % \(", Summary(now, before));
    }

    [Fact]
    public void Without_another_cause_the_changes_lie_close_to_the_tolerance()
    {
        var now = Given.Measurement(Given.Case("a", 10_080, 0.004, 20, 3, "new"));
        var verdict = Judge.Decide(Given.Input(now, Given.Measurement(Given.Case("a", 10_000, 0.004, 20, 1))));

        Assert.Equal(Outcome.Undecided, verdict.Outcome);
        Assert.Contains(
            "Likely cause: the changes lie close to the tolerance.", verdict.Summary, StringComparison.Ordinal);
    }

    private static string Summary(Measurement now, Measurement before) =>
        Judge.Decide(Given.Input(now, before)).Summary;

    private static WorkerRecord Worker(WorkerOutcome outcome, string? disturbance = null) => new()
    {
        Run = 0, Seed = 1, Outcome = outcome, Watch = new() { Polls = 3, Disturbance = disturbance },
    };
}
