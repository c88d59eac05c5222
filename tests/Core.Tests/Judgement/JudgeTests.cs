using PerfGate.Core.Diagnostics;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Tests.Judgement;

public class JudgeTests
{
    private static readonly Measurement Yesterday = Given.Measurement(
        Given.Case("a", 10_000, 0.002, 10, 1),
        Given.Case("b", 20_000, 0.002, 10, 2));

    private static JudgementInput Today(double ratio, int runs = 10, string code = "new") => Given.Input(
        Given.Measurement(
            Given.Case("a", 10_000 * ratio, 0.002, runs, 3, code),
            Given.Case("b", 20_000, 0.002, runs, 4)),
        Yesterday);

    [Fact]
    public void A_case_as_fast_as_its_baseline_passes() =>
        Assert.Equal(CaseVerdict.Pass, Judge.Decide(Today(1)).Of("a").Verdict);

    [Fact]
    public void A_faster_case_is_an_improvement_and_the_gate_passes()
    {
        var verdict = Judge.Decide(Today(0.9));

        Assert.Equal(CaseVerdict.Improvement, verdict.Of("a").Verdict);
        Assert.Equal(Outcome.Pass, verdict.Outcome);
    }

    [Fact]
    public void The_same_machine_code_is_unchanged_however_slow() =>
        Assert.Equal(CaseVerdict.Unchanged, Judge.Decide(Today(2, code: "old")).Of("a").Verdict);

    [Fact]
    public void A_slow_down_against_a_baseline_is_no_regression_before_it_was_tried()
    {
        var input = Today(1.1);

        Assert.Equal(CaseVerdict.Inconclusive, Judge.Decide(input).Of("a").Verdict);
        Assert.Equal(["a"], Judge.Accused(input));
    }

    [Fact]
    public void A_slow_down_that_the_trial_confirms_is_a_regression()
    {
        var input = Today(1.1) with { Trial = Given.Trial(Given.Pair("a", 10_000, 1.1, 0.05, 0.002, 10, 5)) };

        var verdict = Judge.Decide(input);

        Assert.Equal(CaseVerdict.Regression, verdict.Of("a").Verdict);
        Assert.Equal(Outcome.Regression, verdict.Outcome);
        Assert.NotNull(verdict.Of("a").Accusation);
        Assert.Empty(Judge.Accused(input));
    }

    [Fact]
    public void A_slow_down_that_the_trial_refutes_passes()
    {
        var input = Today(1.1) with { Trial = Given.Trial(Given.Pair("a", 10_000, 1, 0.05, 0.002, 10, 5)) };

        Assert.Equal(CaseVerdict.Pass, Judge.Decide(input).Of("a").Verdict);
    }

    [Fact]
    public void A_slow_down_seen_again_in_fresh_runs_fails_and_says_that_it_was_never_tried()
    {
        var input = Today(1.1) with { Remeasured = Given.Measurement(Given.Case("a", 11_000, 0.002, 10, 6, "new")) };

        var judged = Judge.Decide(input).Of("a");

        Assert.Equal(CaseVerdict.Regression, judged.Verdict);
        Assert.Contains(
            "confirmed by a second measurement against the baseline; the base commit's kernels were not run beside it",
            judged.Reason,
            StringComparison.Ordinal
        );
    }

    // Its machine code cannot have become slower, and each judged case makes the proof on the others harder.
    [Fact]
    public void A_case_with_the_machine_code_of_the_reference_is_not_among_the_judged()
    {
        var input = Given.Input(
            Given.Measurement(Given.Case("a", 10_000, 0.002, 10, 3, "new"), Given.Case("b", 10_000, 0.002, 10, 4)),
            Given.Measurement(Given.Case("a", 10_000, 0.002, 10, 1), Given.Case("b", 10_000, 0.002, 10, 2)));

        Assert.Equal(["a"], Comparisons.Open(input).AgainstBaseline!.Findings.Keys);
    }

    [Fact]
    public void A_regression_is_an_error_at_the_kernel_line()
    {
        var input = Today(1.1) with { Trial = Given.Trial(Given.Pair("a", 10_000, 1.1, 0.05, 0.002, 10, 5)) };

        var said = Assert
            .Single(VerdictDiagnostics.Of(Judge.Decide(input)), d => d.Severity == Severity.Error)
            .ToString();

        Assert.Matches(
            @"^kernels/k\.cu\(31\): error PG3001: a is [\d.]+ % slower "
                + @"\(95 % CI [\d.]+ to [\d.]+ %, g = [\d.]+, p [=<] [\d.]+, 10 runs a side\)",
            said);
    }

    [Fact]
    public void Five_noisy_runs_leave_a_case_undecided_and_more_are_asked_for()
    {
        var input = Given.Input(
            Given.Measurement(Given.Case("a", 10_080, 0.006, 5, 3, "new")),
            Given.Measurement(Given.Case("a", 10_000, 0.006, 5, 1)));

        Assert.Equal(CaseVerdict.Inconclusive, Judge.Decide(input).Of("a").Verdict);
        Assert.Equal(["a"], Judge.Undecided(input));
        Assert.NotNull(Judge.Decide(input).Of("a").RunsToDecide);
    }

    [Theory]
    [InlineData(6, new[] { "a" })]
    [InlineData(5, new string[0])]
    public void No_more_runs_are_asked_for_at_the_largest_number_of_runs(int maximum, string[] undecided)
    {
        var input = Given.Input(
            Given.Measurement(Given.Case("a", 10_080, 0.006, 5, 3, "new")),
            Given.Measurement(Given.Case("a", 10_000, 0.006, 5, 1)),
            new() { Runs = new() { Minimum = 5, Maximum = maximum } });

        Assert.Equal(CaseVerdict.Inconclusive, Judge.Decide(input).Of("a").Verdict);
        Assert.Equal(undecided, Judge.Undecided(input));
    }

    [Fact]
    public void The_cases_that_more_runs_could_decide_are_in_order()
    {
        var input = Given.Input(
            Given.Measurement(Near("b", 3), Near("a", 3), Near("c", 3)),
            Given.Measurement(Even("a", 1), Even("b", 1), Even("c", 1)));

        Assert.Equal(["a", "b", "c"], Judge.Undecided(input));
    }

    // The base's own runs are in the trial.
    [Fact]
    public void In_a_trial_an_undecided_case_needs_runs_although_it_looks_slower_or_its_baseline_is_short()
    {
        var noisy = Given.Trial(Given.Pair("a", 10_000, 1.008, 0.01, 0.006, 5, 7));
        var input = Given.Input(Given.Measurement(Near("a", 3)), Given.Measurement(Even("a", 1, runs: 3)));

        Assert.Empty(Judge.Undecided(input));
        Assert.Equal(["a"], Judge.Undecided(input with { Trial = noisy }));
    }

    [Fact]
    public void A_case_that_looks_slower_than_its_baseline_is_accused_instead_of_given_more_runs()
    {
        var input = Given.Input(
            Given.Measurement(Given.Case("a", 10_500, 0.006, 5, 3, "new")), Given.Measurement(Even("a", 1)));

        Assert.Equal(["a"], Judge.Accused(input));
        Assert.Empty(Judge.Undecided(input));
    }

    [Fact]
    public void Of_a_case_that_was_measured_again_the_fresh_runs_are_undecided()
    {
        var input = Given.Input(
            Given.Measurement(Given.Case("a", 10_500, 0.002, 5, 3, "new")), Given.Measurement(Even("a", 1))) with
        {
            Remeasured = Given.Measurement(Near("a", 3)),
        };

        Assert.Equal(["a"], Judge.Undecided(input));
    }

    private static MeasuredCase Near(string name, int seed) => Given.Case(name, 10_080, 0.006, 5, seed, "new");

    private static MeasuredCase Even(string name, int seed, int runs = 5) =>
        Given.Case(name, 10_000, 0.006, runs, seed);
}
