using PerfGate.Core.Diagnostics;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;

namespace PerfGate.Core.Tests.Judgement;

public class CaseCourseTests
{
    private static readonly MeasuredCase Before = Given.Case("a", 10_000, 0.002, 10, 1);
    private static readonly MeasuredCase Same = Given.Case("a", 10_000, 0.002, 10, 2, "new");
    private static readonly MeasuredCase Slower = Given.Case("a", 11_000, 0.002, 10, 3, "new");

    private static readonly MeasuredCase[] CanariesBefore = [.. Enumerable.Range(0, 5).Select(i => Canary(i, 1, 100))];

    [Fact]
    public void A_case_that_only_the_reference_has_is_missing_and_fails_the_gate()
    {
        var verdict = Judge.Decide(
            Given.Input(Given.Measurement(Same), Given.Measurement(Before, Given.Case("gone", 5000, 0.002, 10, 4)))
        );

        Assert.Equal(CaseVerdict.Missing, verdict.Of("gone").Verdict);
        Assert.Equal(Outcome.Incorrect, verdict.Outcome);
    }

    [Fact]
    public void A_case_that_only_the_base_commit_declares_is_missing_without_any_baseline()
    {
        var verdict = Judge.Decide(Given.Input(Given.Trial(Given.Pair("a", 10_000, 1, 0.01, 0.002, 10, 7)), null) with
        {
            BaseCases = [new("a"), new("gone")],
        });

        Assert.Equal(CaseVerdict.Missing, verdict.Of("gone").Verdict);
        Assert.Contains("base commit declares it", verdict.Of("gone").Reason, StringComparison.Ordinal);
        Assert.Equal(Outcome.Incorrect, verdict.Outcome);
    }

    [Fact]
    public void A_tolerance_looser_than_the_base_commit_declares_does_not_go_unseen()
    {
        var looser = Same with { Tolerance = 0.5 };

        var verdict = Judge.Decide(Given.Input(Given.Measurement(looser), null) with { BaseCases = [new("a", 0.02)] });

        Assert.Contains(
            verdict.Warnings,
            w =>
                w.StartsWith(
                    "a states a tolerance of 50.0 %; the stricter 2.0 % of the reference applies",
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public void A_case_that_was_left_out_is_skipped_by_name_and_not_missing() =>
        Assert.Equal(
            "left out by the filter",
            Judge
                .Decide(
                    Given.Input(
                        Given.Measurement(
                            Given.Ended("a", CaseStatus.Skipped, "left out by the filter") with
                            {
                                FilteredOut = true,
                            }
                        ),
                        Given.Measurement(Before)
                    )
                )
                .Of("a")
                .Reason
        );

    [Fact]
    public void A_case_whose_manifest_came_to_ask_for_more_than_the_device_has_is_missing_from_it()
    {
        var verdict = Judge.Decide(
            Given.Input(
                Given.Measurement(Given.Ended("a", CaseStatus.Skipped, "needs 10 TB of memory")),
                Given.Measurement(Before)
            )
        );

        Assert.Equal(CaseVerdict.Missing, verdict.Of("a").Verdict);
        Assert.Contains("needs 10 TB of memory", verdict.Of("a").Reason, StringComparison.Ordinal);
        Assert.Equal(Outcome.Incorrect, verdict.Outcome);
    }

    [Fact]
    public void A_case_that_the_reference_skipped_too_is_skipped() =>
        Assert.Equal(CaseVerdict.Skipped, Judge.Decide(Given.Input(
            Given.Measurement(Given.Ended("a", CaseStatus.Skipped, "needs a GPU")),
            Given.Measurement(Given.Ended("a", CaseStatus.Skipped, "needs a GPU")))).Of("a").Verdict);

    [Fact]
    public void A_case_that_the_base_commit_runs_on_this_device_and_the_branch_skips_is_missing_without_any_baseline() =>
        Assert.Equal(
            CaseVerdict.Missing,
            Judge
                .Decide(
                    Given.Input(
                        Given.Measurement(Given.Ended("a", CaseStatus.Skipped, "needs 10 TB of memory")),
                        null
                    ) with
                    {
                        BaseCases = [new("a")],
                    }
                )
                .Of("a")
                .Verdict
        );

    [Fact]
    public void A_tolerance_that_the_branch_loosens_in_its_manifest_does_not_count_and_is_told()
    {
        var input = Given.Input(
            Given.Measurement(Slower with { Tolerance = 0.9 }), Given.Measurement(Before)) with
        {
            Trial = Given.Trial(Given.Pair("a", 10_000, 1.1, 0.02, 0.002, 10, 7) with { Tolerance = 0.9 }),
        };

        var verdict = Judge.Decide(input);

        Assert.Equal(CaseVerdict.Regression, verdict.Of("a").Verdict);
        Assert.Contains(
            verdict.Warnings,
            w => w.StartsWith("a states a tolerance of 90.0 %", StringComparison.Ordinal)
        );
        Assert.Equal(["a"], Judge.Accused(input with { Trial = null }));
    }

    [Fact]
    public void A_tolerance_that_the_base_states_counts_in_the_trial() =>
        Assert.Equal(
            CaseVerdict.Pass,
            Judge
                .Decide(
                    Given.Input(Given.Measurement(Slower with { Tolerance = 0.9 }), Given.Measurement(Before)) with
                    {
                        Trial = Given.Trial(
                            Given.Pair("a", 10_000, 1.1, 0.02, 0.002, 10, 7) with
                            {
                                Tolerance = 0.9,
                                ReferenceTolerance = 0.9,
                            }
                        ),
                    }
                )
                .Of("a")
                .Verdict
        );

    [Fact]
    public void A_tolerance_that_the_branch_tightens_counts_at_once() =>
        Assert.Equal(
            CaseVerdict.Regression,
            Judge
                .Decide(
                    Given.Input(
                        Given.Measurement(Slower with { Tolerance = 0.01 }),
                        Given.Measurement(Before with { Tolerance = 0.9 })
                    ) with
                    {
                        Trial = Given.Trial(
                            Given.Pair("a", 10_000, 1.1, 0.02, 0.002, 10, 7) with
                            {
                                Tolerance = 0.01,
                                ReferenceTolerance = 0.9,
                            }
                        ),
                    }
                )
                .Of("a")
                .Verdict
        );

    [Fact]
    public void An_override_of_the_policy_wins_over_both_manifests() =>
        Assert.Equal(
            CaseVerdict.Pass,
            Judge
                .Decide(
                    Given.Input(
                        Given.Measurement(Slower),
                        Given.Measurement(Before),
                        new() { Overrides = [new() { Case = "a", Tolerance = 0.5 }] }
                    ) with
                    {
                        Trial = Given.Trial(Given.Pair("a", 10_000, 1.1, 0.02, 0.002, 10, 7) with { Tolerance = 0.01 }),
                    }
                )
                .Of("a")
                .Verdict
        );

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

    [Fact]
    public void Without_a_reference_every_case_is_new_and_the_gate_warns_that_nothing_was_compared()
    {
        var verdict = Judge.Decide(Given.Input(Given.Measurement(Same), null));

        Assert.Equal(CaseVerdict.New, verdict.Of("a").Verdict);
        Assert.Equal(Outcome.Warning, verdict.Outcome);
        Assert.Contains(VerdictDiagnostics.Of(verdict), d => d.Code == "PG3008");
    }

    [Fact]
    public void Another_timing_clock_is_named_and_nothing_is_compared()
    {
        var reference = Given.Measurement(Before);
        var input = Given.Input(
            Given.Measurement(Same), reference with { Environment = reference.Environment with { Clock = "events" } });

        var verdict = Judge.Decide(input);

        Assert.Equal(CaseVerdict.Inconclusive, verdict.Of("a").Verdict);
        Assert.Contains("clock (events then, cupti now)", verdict.Of("a").Reason, StringComparison.Ordinal);
        Assert.Equal(Outcome.Undecided, verdict.Outcome);
        Assert.Empty(Judge.Undecided(input));
        Assert.Equal(["a"], Judge.Accused(input));
    }

    [Fact]
    public void Another_minor_version_of_the_compiler_is_named_and_compared()
    {
        var reference = Given.Measurement(Before);
        var verdict = Judge.Decide(Given.Input(
            Given.Measurement(Same),
            reference with { Environment = reference.Environment with { Compiler = new("nvcc", "13.1.0", "-O3") } }));

        Assert.Equal(CaseVerdict.Pass, verdict.Of("a").Verdict);
        Assert.Equal(["compiler.version"], verdict.EnvironmentDifferences.Select(d => d.Field));
    }

    [Fact]
    public void A_machine_that_moved_voids_the_baseline_and_every_changed_case_is_tried()
    {
        var input = Given.Input(
            Given.Measurement([Same, .. Canaries(1.02)]), Given.Measurement([Before, .. CanariesBefore]));

        Assert.True(Judge.Decide(input).Drift!.Void);
        Assert.Equal(["a"], Judge.Accused(input));
        Assert.Empty(Judge.Undecided(input));
    }

    [Fact]
    public void A_slow_down_that_the_whole_machine_shares_is_no_regression_even_when_seen_twice()
    {
        var slow = Given.Case("a", 10_300, 0.002, 10, 5, "new");
        var input = Given.Input(
            Given.Measurement([slow, .. Canaries(1.03)]), Given.Measurement([Before, .. CanariesBefore])) with
        {
            Remeasured = Given.Measurement([Given.Case("a", 10_300, 0.002, 10, 6, "new"), .. Canaries(1.03)]),
        };

        Assert.NotEqual(CaseVerdict.Regression, Judge.Decide(input).Of("a").Verdict);
    }

    [Fact]
    public void A_tolerance_finer_than_the_machine_is_raised_and_said_so()
    {
        // Canaries that lie 2 % apart from each other tell that a case may do so without having changed.
        var input = Given.Input(
            Given.Measurement([Slower, .. CanariesBefore.Select((_, i) => Canary(i, 1 + 0.02 * (i - 2), 200))]),
            Given.Measurement([Before, .. CanariesBefore]));

        var judged = Judge.Decide(input).Of("a");

        Assert.True(judged.Tolerance > 0.02, $"{judged.Tolerance}");
        Assert.Contains(
            "is below what this machine can resolve, so it was raised to ",
            judged.Reason,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(CaseStatus.Failed)]
    [InlineData(CaseStatus.Incorrect)]
    [InlineData(CaseStatus.Unstable)]
    public void A_canary_that_was_not_measured_is_warned_of(CaseStatus status)
    {
        var lost = Given.Ended("canary0", status, "it is not what it was") with { Role = CaseRole.Canary };
        var verdict = Judge.Decide(
            Given.Input(
                Given.Measurement([Before, lost, .. CanariesBefore.Skip(1)]),
                Given.Measurement([Before, .. CanariesBefore])
            )
        );

        Assert.Contains(
            "canary0 failed, so drift of the machine is harder to detect: it is not what it was.",
            verdict.Warnings
        );
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
    public void A_machine_that_moved_with_nothing_to_judge_is_told_and_no_correction_claimed()
    {
        var verdict = Judge.Decide(Given.Input(
            Given.Measurement([.. Canaries(1.02)]), Given.Measurement([.. CanariesBefore])));

        Assert.True(verdict.Drift!.Void);
        Assert.DoesNotContain("taken off", Assert.Single(verdict.Warnings), StringComparison.Ordinal);
    }

    private static double Width(CaseJudgement judged) =>
        judged.RatioInterval!.Value[1] - judged.RatioInterval!.Value[0];

    private static MeasuredCase[] Canaries(double ratio) =>
        [.. Enumerable.Range(0, 5).Select(i => Canary(i, ratio, 200))];

    private static MeasuredCase Canary(int i, double ratio, int seed) =>
        Given.Case($"canary{i}", 50_000 * ratio, 0.001, 10, seed + i, "canary", CaseRole.Canary);
}
