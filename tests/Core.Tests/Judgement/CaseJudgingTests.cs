using PerfGate.Core.Diagnostics;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>The verdict on one case among others.</summary>
public partial class CaseJudgingTests
{
    private static readonly MeasuredCase Before = Given.Case("a", 10_000, 0.002, 10, 1);
    private static readonly MeasuredCase Same = Given.Case("a", 10_000, 0.002, 10, 2, "new");
    private static readonly MeasuredCase Slower = Given.Case("a", 11_000, 0.002, 10, 3, "new");

    private static readonly MeasuredCase[] CanariesBefore = [.. Enumerable.Range(0, 5).Select(i => Canary(i, 1, 100))];

    [Fact]
    public void Code_that_only_another_compiler_made_differ_is_unchanged_and_says_so() =>
        Assert.Contains(
            "another compiler or other flags",
            Judge
                .Decide(
                    Given.Input(Given.Measurement(Slower), Given.Measurement(Before)) with
                    {
                        Trial = Given.Trial(Given.Ended("a", CaseStatus.NotTimed) with { ReferenceCodeHash = "new" }),
                    }
                )
                .Of("a")
                .Reason,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_case_that_only_the_candidate_has_is_new() =>
        Assert.Equal(CaseVerdict.New, Judge.Decide(Given.Input(
            Given.Measurement(Same, Given.Case("b", 5000, 0.002, 10, 4)), Given.Measurement(Before))).Of("b").Verdict);

    [Theory]
    [InlineData(CaseStatus.Incorrect)]
    [InlineData(CaseStatus.Failed)]
    public void A_wrong_or_failed_case_is_incorrect_whatever_its_speed(CaseStatus status)
    {
        var verdict = Judge.Decide(
            Given.Input(Given.Measurement(Given.Ended("a", status, "y[3] is wrong", "old")), Given.Measurement(Before))
        );

        Assert.Equal(CaseVerdict.Incorrect, verdict.Of("a").Verdict);
        Assert.Equal(ExitCode.Incorrect, OverallOutcome.Exit(verdict.Outcome));
    }

    [Fact]
    public void A_case_that_the_machine_kept_from_running_fails_as_that_and_not_as_incorrect()
    {
        var verdict = Judge.Decide(
            Given.Input(
                Given.Measurement(Given.Ended("a", CaseStatus.NotRun, "the worker was killed", "old")),
                Given.Measurement(Before)
            )
        );

        Assert.Equal(CaseVerdict.NotRun, verdict.Of("a").Verdict);
        Assert.Equal(ExitCode.Environment, OverallOutcome.Exit(verdict.Outcome));
        Assert.Contains("Failed: 1 not run", verdict.Summary, StringComparison.Ordinal);
        Assert.Contains(VerdictDiagnostics.Of(verdict), d => d is { Code: "PG2040", Severity: Severity.Error });
    }

    [Fact]
    public void An_unsteady_case_warns_and_fails_only_by_policy()
    {
        var input = Given.Input(
            Given.Measurement(Given.Ended("a", CaseStatus.Unstable, "its regime shifted")),
            Given.Measurement(Before)
        );

        Assert.Equal(Outcome.Undecided, Judge.Decide(input).Outcome);
        Assert.Equal(
            Outcome.Inconclusive,
            Judge.Decide(input with { Policy = new() { FailOnUnstable = true } }).Outcome
        );
    }

    // As for a command whose runs were all thrown away: what it runs was seen all the same.
    [Fact]
    public void An_unsteady_case_with_the_references_code_is_unchanged()
    {
        var unsteady = Given.Ended("a", CaseStatus.Unstable, "its regime shifted", "old");

        var verdict = Judge.Decide(Given.Input(Given.Measurement(unsteady), Given.Measurement(Before)));

        Assert.Equal(CaseVerdict.Unchanged, verdict.Of("a").Verdict);
    }

    [Fact]
    public void Without_a_reference_every_case_is_new_and_the_gate_warns_that_nothing_was_compared()
    {
        var verdict = Judge.Decide(Given.Input(Given.Measurement(Same), null));

        Assert.Equal(CaseVerdict.New, verdict.Of("a").Verdict);
        Assert.Equal(Outcome.Warning, verdict.Outcome);
        Assert.Contains(VerdictDiagnostics.Of(verdict), d => d.Code == "PG3008");
    }

    [Fact]
    public void A_difference_below_the_absolute_floor_passes()
    {
        // 1.5 % of 2 us are 30 ns.
        var input = Given.Input(
            Given.Measurement(Given.Case("a", 2030, 0.0005, 10, 8, "new")),
            Given.Measurement(Given.Case("a", 2000, 0.0005, 10, 9))
        );

        Assert.Equal(CaseVerdict.Pass, Judge.Decide(input).Of("a").Verdict);
    }

    [Fact]
    public void Three_days_of_a_baseline_bring_their_spread_into_the_interval()
    {
        var now = Given.Measurement(Same);
        var days = new[] { 0.99, 1.01, 1 }
            .Select((r, i) => Given.Measurement(Given.Case("a", 10_000 * r, 0.002, 10, 20 + i)))
            .ToArray();

        var one = Width(Judge.Decide(Given.Input(now, days[2])).Of("a"));
        var three = Width(Judge.Decide(Given.Input(now, null) with { Reference = Given.Baseline(days) }).Of("a"));

        Assert.True(three > 3 * one, $"{three} against {one}");
    }

    [Fact]
    public void The_same_files_give_the_same_verdict_bit_for_bit()
    {
        var input = Given.Input(
            Given.Measurement(Slower, Given.Case("b", 10, 0.01, 7, 4, "new")),
            Given.Measurement(Before, Given.Case("b", 10, 0.01, 6, 5))
        );

        Assert.Equal(
            Judge.Decide(input).Cases.Select(c => (c.Ratio, c.RatioInterval!.Value[0], c.RatioInterval!.Value[1], c.P)),
            Judge.Decide(input).Cases.Select(c => (c.Ratio, c.RatioInterval!.Value[0], c.RatioInterval!.Value[1], c.P))
        );
    }

    [Fact]
    public void A_policy_whose_bounds_cross_is_refused() =>
        Assert.Equal(
            "PG4101",
            Assert
                .Single(
                    PolicyRules.Check(
                        new()
                        {
                            Runs = new() { Minimum = 9, Maximum = 5 },
                        },
                        "perfgate.json"
                    )
                )
                .Code
        );

    [Fact]
    public void Wrong_outputs_in_the_second_measurement_are_that_cases_and_no_other_ones()
    {
        static MeasuredCase Case(string name, int seed, string code) => Given.Case(name, 10_000, 0.002, 10, seed, code);
        var input = Given.Input(
            Given.Measurement(Case("a", 1, "new"), Case("b", 2, "new")),
            Given.Measurement(Case("a", 3, "old"), Case("b", 4, "old"))) with
        {
            Remeasured = Given.Measurement(Given.Ended("a", CaseStatus.Incorrect, "wrong now")),
        };

        var verdict = Judge.Decide(input);

        Assert.Equal(CaseVerdict.Incorrect, verdict.Of("a").Verdict);
        Assert.Equal(CaseVerdict.Pass, verdict.Of("b").Verdict);
    }

    private static double Width(CaseJudgement judged) =>
        judged.RatioInterval!.Value[1] - judged.RatioInterval!.Value[0];

    private static MeasuredCase[] Canaries(double ratio) =>
        [.. Enumerable.Range(0, 5).Select(i => Canary(i, ratio, 200))];

    private static MeasuredCase Canary(int i, double ratio, int seed) =>
        Given.Case($"canary{i}", 50_000 * ratio, 0.001, 10, seed + i, "canary", CaseRole.Canary);
}
