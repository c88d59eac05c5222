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

    // A case without a steady run has no change that could be close.
    [Fact]
    public void The_changes_are_close_where_one_of_the_undecided_cases_was_compared()
    {
        var now = Given.Measurement(
            Given.Case("a", 10_080, 0.004, 20, 3, "new"), Given.Ended("b", CaseStatus.Unstable, "no steady run"));
        var before = Given.Measurement(
            Given.Case("a", 10_000, 0.004, 20, 1), Given.Case("b", 10_000, 0.004, 20, 2));

        Assert.Contains(
            "Likely cause: the changes lie close to the tolerance.", Summary(now, before), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_conditions_of_the_baseline_are_no_cause_of_what_a_trial_leaves_undecided()
    {
        var input = Elsewhere(Near);

        Assert.Contains("measured under other conditions (clock)", Summary(input), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "measured under other conditions (clock)",
            Summary(input with { Trial = Given.Trial(Given.Pair("a", 10_000, 1.0075, 0.01, 0.006, 20, 3)) }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Other_conditions_are_the_cause_where_one_of_two_undecided_cases_was_not_tried()
    {
        var input = Elsewhere(Near, Given.Case("b", 10_100, 0.008, 20, 4, "new")) with
        {
            Trial = Given.Trial(Given.Pair("b", 10_000, 1.0075, 0.01, 0.006, 20, 3)),
        };

        Assert.Contains("measured under other conditions (clock)", Summary(input), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_conditions_of_the_baseline_are_no_cause_of_a_case_that_it_does_not_have() =>
        Assert.DoesNotContain(
            "measured under other conditions (clock)",
            Summary(Elsewhere(Given.Ended("n", CaseStatus.Unstable, "no steady run"), Near) with
            {
                Trial = Given.Trial(Given.Pair("a", 10_000, 1, 0.01, 0.0005, 20, 3)),
            }),
            StringComparison.Ordinal);

    // PerfGate has no kernels of imported times, and cannot take them again.
    [Fact]
    public void Of_imported_times_the_remedy_is_to_import_others()
    {
        static Measurement Imported(Measurement m) =>
            m with { Environment = m.Environment with { Clock = "google-benchmark" } };
        var slower = Given.Input(
            Imported(Given.Measurement(Given.Case("a", 11_000, 0.002, 10, 3, "new"))),
            Imported(Given.Measurement(Given.Case("a", 10_000, 0.002, 10, 1))));
        var near = Given.Input(
            Imported(Given.Measurement(Given.Case("a", 10_080, 0.006, 5, 3, "new"))),
            Imported(Given.Measurement(Given.Case("a", 10_000, 0.006, 5, 1))));

        Assert.Contains("(perfgate import --against)", Summary(slower), StringComparison.Ordinal);
        Assert.Contains("and import the files.", Summary(near), StringComparison.Ordinal);
        Assert.Contains(
            "(perfgate import --against)",
            Summary(near with { Reference = Given.Baseline(Given.Measurement(Before)) }), StringComparison.Ordinal);
    }

    [Fact]
    public void One_of_two_undecided_cases_that_nothing_confirmed_is_the_cause()
    {
        var now = Given.Measurement(Given.Case("b", 11_000, 0.002, 10, 5, "new"), Near);
        var before = Given.Measurement(Given.Case("b", 10_000, 0.002, 10, 6), Before);

        Assert.Contains("nothing confirmed the slow-down", Summary(now, before), StringComparison.Ordinal);
    }

    // Half a second more than what was allowed would not be asked for.
    [Fact]
    public void In_a_trial_its_own_time_is_held_against_the_budget()
    {
        var trial = Given.Trial(Given.Pair("a", 10_000, 1.0075, 0.01, 0.006, 10, 3)) with { WallSeconds = 11 };
        var input = Given.Input(
            Given.Measurement(Near), Given.Measurement(Before), new() { BudgetSeconds = 10.25 }) with
        {
            Trial = trial,
        };

        Assert.Contains("-p:PerfGateBudget=21)", Summary(input), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "-p:PerfGateBudget=21)",
            Summary(input with
            {
                Candidate = input.Candidate with { WallSeconds = 11 }, Trial = trial with { WallSeconds = 1 },
            }),
            StringComparison.Ordinal);
    }

    // The base's side of a trial is no reference that could be refreshed.
    [Fact]
    public void In_a_trial_noise_of_the_base_is_noise_of_the_machine()
    {
        var pair = Given.Pair("a", 10_000, 1, 0.001, 0.001, 20, 3);
        var noisy = Given.Pair("a", 10_000, 1, 0.001, 0.2, 20, 4);
        var odd = pair with
        {
            Runs =
            [
                .. pair.Runs.Zip(noisy.Runs, (calm, wild) => calm with { ReferenceSamples = wild.ReferenceSamples }),
            ],
        };

        Assert.Contains(
            "Likely cause: noise: the runs of a vary by",
            Summary(Given.Input(Given.Trial(odd), null)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_two_first_causes_are_said()
    {
        var thrown = Unsteady with { Discarded = [new(1, "it stepped")] };
        var summary = Summary(
            Given.Measurement(
                thrown, Given.Case("b", 11_000, 0.002, 10, 5, "new"), Given.Case("c", 10_000, 0.1, 10, 7, "new")),
            Given.Measurement(
                Before, Given.Case("b", 10_000, 0.002, 10, 6), Given.Case("c", 10_000, 0.1, 3, 8)));

        Assert.Contains(
            "Likely cause: 1 runs were thrown away (it stepped); a baseline comes from another day, and nothing "
                + "confirmed the slow-down.",
            summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_no_case_is_undecided_no_cause_is_sought()
    {
        static IEnumerable<MeasuredCase> Controls(double ns, int seed) =>
            Enumerable.Range(0, 4).Select(i => Given.Case($"c{i}", ns, 0.001, 10, seed + i, role: CaseRole.Canary));
        var verdict = Judge.Decide(Given.Input(
            Given.Measurement([Near, .. Controls(35_000, 20)]), Given.Measurement([.. Controls(50_000, 30)])));

        Assert.NotNull(verdict.NothingCompared);
        Assert.DoesNotContain("Likely cause", verdict.Summary, StringComparison.Ordinal);
    }

    private static JudgementInput Elsewhere(params MeasuredCase[] now) => Given.Input(
        Given.Measurement(now),
        Given.Measurement([
            .. now.Where(c => c.Name != "n").Select(c => Given.Case(c.Name, 10_000, 0.008, 10, c.Name[0])),
        ]) with
        {
            Environment = Given.Environment() with { Clock = "events" },
        });

    private static string Summary(JudgementInput input) => Judge.Decide(input).Summary;

    private static string Summary(Measurement now, Measurement before) =>
        Judge.Decide(Given.Input(now, before)).Summary;

    private static WorkerRecord Worker(WorkerOutcome outcome, string? disturbance = null) => new()
    {
        Run = 0, Seed = 1, Outcome = outcome, Watch = new() { Polls = 3, Disturbance = disturbance },
    };

    // Whatever its runs, a baseline of other conditions is not compared with.
    [Fact]
    public void A_short_baseline_of_other_conditions_is_not_said_to_be_short()
    {
        var input = Elsewhere(Near);
        var old = input.Reference!.Newest;
        var shorter = old with { Cases = [.. old.Cases.Select(c => c with { Runs = c.Runs[..3] })] };

        Assert.DoesNotContain(
            "too few valid runs",
            Summary(input with { Reference = Given.Baseline(shorter) }), StringComparison.Ordinal);
    }
}
