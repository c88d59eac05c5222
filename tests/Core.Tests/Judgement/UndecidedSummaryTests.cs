using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Core.Text;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>
/// An undecided outcome is called so, and says what could have been seen, the likely cause, what to do, and which
/// setting makes it fail.
/// </summary>
public sealed class UndecidedSummaryTests
{
    // Slower by about the tolerance of 1 %, by runs that vary by 0.8 %: neither proven.
    private static readonly MeasuredCase Before = Given.Case("a", 10_000, 0.008, 10, 1);
    private static readonly MeasuredCase Near = Given.Case("a", 10_100, 0.008, 20, 3, "new");

    private static readonly MeasuredCase Shared = Given.Ended(
        "a", CaseStatus.Unstable, "4 runs were thrown away; the last one: shared: 1 other process(es) on the GPU");

    [Fact]
    public void An_undecided_outcome_is_no_pass_in_any_word()
    {
        var verdict = Judge.Decide(
            Given.Input(
                Given.Measurement(Near, Given.Case("b", 100, 0.001, 20, 5)),
                Given.Measurement(Before, Given.Case("b", 100, 0.001, 10, 6))
            )
        );

        Assert.Equal(Outcome.Undecided, verdict.Outcome);
        Assert.StartsWith(
            "Undecided: 1 of 2 cases was not shown to be as fast as the reference (1 inconclusive, 1 unchanged).",
            verdict.Summary,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("pass", verdict.Summary, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("would have been seen", verdict.Summary, StringComparison.Ordinal);
        Assert.Contains("\"failOnInconclusive\": true", verdict.Summary, StringComparison.Ordinal);
        Assert.StartsWith("undecided: ", verdict.Of("a").Reason, StringComparison.Ordinal);
    }

    // Headers of the reports write 1,200.
    [Fact]
    public void Counts_of_a_summary_are_written_as_those_of_the_reports()
    {
        var case0 = Judge.Decide(Given.Input(Given.Measurement(Near), Given.Measurement(Before))).Of("a");

        Assert.Equal("1,200 inconclusive", OverallOutcome.Counts(Enumerable.Repeat(case0, 1200)));
        Assert.Equal("1,200 cases", Numbers.Things(1200, "case"));
    }

    [Theory]
    [InlineData("One case failed. Look at it.", "One case failed.")]
    [InlineData("1.5 % slower.", "1.5 % slower.")]
    [InlineData("One case failed. Look at it. Then repeat the run.", "One case failed.")]
    public void A_first_sentence_ends_with_its_full_stop(string text, string first) =>
        Assert.Equal(first, GateLine.FirstSentence(text));

    [Fact]
    public void A_line_of_the_gate_has_nothing_in_it_that_a_terminal_obeys() =>
        Assert.Equal("Failed: a [31m b.", GateLine.Of("Failed:", "a\u001b[31m\nb. Look at it."));

    [Fact]
    public void The_build_gets_one_warning_that_begins_with_undecided()
    {
        var diagnostics = VerdictDiagnostics.Of(
            Judge.Decide(Given.Input(Given.Measurement(Near), Given.Measurement(Before)))
        );

        Assert.Equal(
            "PG3028",
            Assert.Single(diagnostics, d => d.Message.StartsWith("Undecided: ", StringComparison.Ordinal)).Code
        );
    }

    [Fact]
    public void Runs_that_would_decide_can_be_pasted_with_what_they_cost()
    {
        var trial = Given.Trial(Given.Pair("a", 10_000, 1.0075, 0.01, 0.006, 20, 3)) with
        {
            Workers = [new() { Run = 0, Seed = 1, Outcome = WorkerOutcome.Completed, WallSeconds = 3 }],
        };
        var verdict = Judge.Decide(
            Given.Input(Given.Measurement(Near), Given.Measurement(Before)) with { Trial = trial });

        Assert.Equal(Outcome.Undecided, verdict.Outcome);
        var runs = verdict.Of("a").RunsToDecide;
        Assert.NotNull(runs);
        Assert.Contains(
            $"About {runs} runs a side would decide: -p:PerfGateRuns={runs}",
            verdict.Summary,
            StringComparison.Ordinal
        );
        Assert.Matches(@"\(about \d+ (s|min|h) of measuring\)", verdict.Summary);
    }

    // A worker takes half a second, twice as many runs are needed without a trial, and a crash takes no part.
    [Theory]
    [InlineData(0, false)]
    [InlineData(-0.5, true)]
    public void What_the_runs_that_would_decide_cost_is_counted_from_the_completed_ones(double more, bool budget)
    {
        var now = Given.Measurement(
            Given.Case("a", 10_080, 0.006, 5, 3, "new"), Given.Case("b", 10_050, 0.008, 20, 3, "new")) with
        {
            Workers =
            [
                new() { Run = 0, Seed = 1, Outcome = WorkerOutcome.Completed, WallSeconds = 0.5 },
                new() { Run = 1, Seed = 1, Outcome = WorkerOutcome.Crashed, WallSeconds = 100 },
            ],
        };
        var input = Given.Input(now, Given.Measurement(
            Given.Case("a", 10_000, 0.006, 5, 1), Given.Case("b", 10_000, 0.004, 40, 2)));
        var verdict = Judge.Decide(input);
        var runs = verdict.Cases.Max(c => c.RunsToDecide!.Value);
        Assert.NotEqual(verdict.Of("a").RunsToDecide, verdict.Of("b").RunsToDecide);

        Assert.Contains(
            $"About {runs} runs a side would decide: -p:PerfGateReference=base -p:PerfGateRuns={runs}"
                + (budget ? $" -p:PerfGateBudget={Math.Ceiling(runs * 1.2)}" : "") + " (about ",
            Judge.Decide(input with { Policy = new() { BudgetSeconds = runs + more } }).Summary,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CaseVerdict.Inconclusive, "undecided: 1 % slower", "undecided", "1 % slower")]
    [InlineData(CaseVerdict.Inconclusive, "foreign, undecided: ", "inconclusive", "foreign, undecided: ")]
    [InlineData(CaseVerdict.Pass, "undecided: foreign", "pass", "undecided: foreign")]
    public void A_report_sets_the_meaning_of_an_undecided_case_apart(
        CaseVerdict verdict, string reason, string word, string rest) =>
        Assert.Equal((word, rest), VerdictTraits.Apart(verdict, reason));

    [Fact]
    public void Where_one_of_two_cases_was_tried_the_base_is_still_to_be_named()
    {
        var verdict = Judge.Decide(
            Given.Input(
                Given.Measurement(Near, Given.Case("b", 10_050, 0.008, 20, 3, "new")),
                Given.Measurement(Before, Given.Case("b", 10_000, 0.004, 40, 2))
            ) with
            {
                Trial = Given.Trial(Given.Pair("a", 10_000, 1.0075, 0.01, 0.006, 20, 3)),
            }
        );

        Assert.All(["a", "b"], name => Assert.NotNull(verdict.Of(name).RunsToDecide));
        Assert.Contains("would decide: -p:PerfGateReference=base", verdict.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_that_were_all_thrown_away_as_shared_are_undecided_and_the_other_process_is_the_cause()
    {
        var now = Given.Measurement(Shared, Given.Case("b", 100, 0.001, 5, 5)) with
        {
            Workers = [.. Enumerable.Range(0, 4).Select(Watched)],
        };

        var verdict = Judge.Decide(Given.Input(now, Given.Measurement(Before, Given.Case("b", 100, 0.001, 5, 6))));

        Assert.Equal(Outcome.Undecided, verdict.Outcome);
        Assert.Contains(
            "Likely cause: another process used the GPU in 4 of 4 runs", verdict.Summary, StringComparison.Ordinal);
        Assert.Contains("Wait until the GPU is free", verdict.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_all_cases_are_unstable_it_is_undecided_and_not_passed_with_warnings()
    {
        var verdict = Judge.Decide(
            Given.Input(Given.Measurement(Shared) with { Workers = [Watched(0)] }, Given.Measurement(Before)));

        Assert.Equal((Outcome.Undecided, "Undecided"), (verdict.Outcome, OutcomeTraits.Of(verdict).Title));
    }

    [Fact]
    public void Load_is_named_where_the_unchanged_cases_are_slower_than_before()
    {
        var input = Given.Input(
            Given.Measurement([
                Given.Case("a", 14_140, 0.008, 20, 3, "new"),
                .. Enumerable.Range(0, 4).Select(i => Given.Case($"c{i}", 70_000, 0.001, 10, 20 + i)),
            ]),
            Given.Measurement([
                Before,
                .. Enumerable.Range(0, 4).Select(i => Given.Case($"c{i}", 50_000, 0.001, 10, 30 + i)),
            ])
        );

        var summary = Judge.Decide(input).Summary;

        Assert.Matches(
            "Likely cause: load on the machine, or lower clocks .its unchanged cases and canaries are [0-9.]+ % slower",
            summary
        );
        Assert.Contains("Close other programs", summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Noise_of_the_reference_is_told_from_noise_of_the_machine()
    {
        var noisy = Given.Case("a", 10_000, 0.1, 10, 1);
        var noisyToo = Given.Case("a", 10_100, 0.1, 20, 2, "new");
        var calm = Given.Case("a", 10_100, 0.002, 20, 2, "new");

        Assert.Contains(
            "noise of the reference: its runs of a vary by",
            Judge.Decide(Given.Input(Given.Measurement(calm), Given.Measurement(noisy))).Summary,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "noise: the runs of a vary by",
            Judge.Decide(Given.Input(Given.Measurement(noisyToo), Given.Measurement(noisy))).Summary,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void One_setting_fails_everything_that_is_undecided()
    {
        var policy = new GatePolicy { FailOnInconclusive = true };

        var near = Judge.Decide(Given.Input(Given.Measurement(Near), Given.Measurement(Before), policy));
        var shared = Judge.Decide(Given.Input(Given.Measurement(Shared), Given.Measurement(Before), policy));

        Assert.Equal((Outcome.Inconclusive, Outcome.Inconclusive), (near.Outcome, shared.Outcome));
        Assert.Contains("failOnInconclusive", near.Summary, StringComparison.Ordinal);
    }

    private static WorkerRecord Watched(int run) => new()
    {
        Run = run, Seed = 1, Outcome = WorkerOutcome.Unstable,
        Watch = new() { Polls = 3, OtherProcesses = 1, Disturbance = "shared: 1 other process(es) on the GPU" },
    };
}
