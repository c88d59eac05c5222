using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Tests.Judgement;

/// <content>Machines that moved, their canaries, and what they can resolve.</content>
public partial class CaseJudgingTests
{
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
    public void On_a_machine_that_moved_no_case_is_tried_that_is_new_or_was_not_measured()
    {
        var isNew = Given.Case("b", 10_000, 0.002, 10, 5, "new");
        var failed = Given.Ended("c", CaseStatus.Failed, "why");
        var input = Given.Input(
            Given.Measurement([Same, isNew, failed, .. Canaries(1.02)]),
            Given.Measurement([Before, Given.Case("c", 10_000, 0.002, 10, 6), .. CanariesBefore]));

        Assert.True(Judge.Decide(input).Drift!.Void);
        Assert.Equal(["a"], Judge.Accused(input));
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
    public void A_machine_that_moved_with_nothing_to_judge_is_told_and_no_correction_claimed()
    {
        var verdict = Judge.Decide(Given.Input(
            Given.Measurement([.. Canaries(1.02)]), Given.Measurement([.. CanariesBefore])));

        Assert.True(verdict.Drift!.Void);
        Assert.DoesNotContain("taken off", Assert.Single(verdict.Warnings), StringComparison.Ordinal);
    }
}
