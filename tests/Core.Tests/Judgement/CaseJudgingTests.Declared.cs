using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Tests.Judgement;

/// <content>Cases and tolerances that the two sides declare differently.</content>
public partial class CaseJudgingTests
{
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
    public void A_case_that_the_base_commit_runs_and_the_branch_skips_is_missing_without_any_baseline() =>
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
}
