using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>What is said of a case that one of the sides did not measure.</summary>
public sealed class CaseStatusTests
{
    private static readonly MeasuredCase Before = Given.Case("a", 10_000, 0.002, 10, 1);
    private static readonly MeasuredCase Other = Given.Case("b", 10_000, 0.002, 10, 2);

    [Fact]
    public void A_case_that_the_reference_skipped_and_the_candidate_lacks_is_skipped() =>
        Assert.Equal(
            CaseVerdict.Skipped,
            Judged([Other], [Given.Ended("a", CaseStatus.Skipped, "needs a GPU"), Other]).Verdict);

    [Theory]
    [InlineData(CaseStatus.Failed, null, "its outputs are wrong or it could not be run")]
    [InlineData(CaseStatus.Failed, "illegal address", "illegal address")]
    [InlineData(CaseStatus.NotRun, null, "no run of it was taken; repeat the measurement")]
    [InlineData(CaseStatus.NotRun, "the worker was killed", "the worker was killed")]
    [InlineData(CaseStatus.Unstable, null, "no stable run of it could be taken")]
    [InlineData(CaseStatus.Unstable, "its level stepped", "its level stepped")]
    [InlineData(CaseStatus.NotTimed, null, "it was not timed, and its machine code is not the reference's")]
    [InlineData(CaseStatus.NotTimed, "its worker was lost", "its worker was lost")]
    public void The_reason_of_the_measurement_is_said_and_without_one_what_is_known(
        CaseStatus status, string? reason, string said) =>
        Assert.Contains(said, Judged([Given.Ended("a", status, reason)], [Before]).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData(null, "the reference has no times of it: it was not measured there")]
    [InlineData("illegal address", "the reference has no times of it: illegal address")]
    public void A_case_of_which_the_reference_has_no_times_is_new(string? reason, string said)
    {
        var judged = Judged([Before with { CodeHash = "new" }], [Given.Ended("a", CaseStatus.Failed, reason, "old")]);

        Assert.Equal((CaseVerdict.New, true), (judged.Verdict, judged.Reason.Contains(said, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_case_of_which_only_the_baseline_has_no_times_is_judged_by_its_trial()
    {
        var input = Input([Before with { CodeHash = "new" }], [Given.Ended("a", CaseStatus.Failed, null, "old")]);

        Assert.Equal(CaseVerdict.Regression, Judge.Decide(input with { Trial = Slower }).Of("a").Verdict);
    }

    [Fact]
    public void A_case_that_only_the_trial_ran_is_judged_by_it()
    {
        var judged = Judge.Decide(Input([Other], [Other]) with { Trial = Slower }).Of("a");

        Assert.Equal(CaseVerdict.Regression, judged.Verdict);
        Assert.NotNull(judged.Source);
    }

    [Fact]
    public void Of_two_measurements_without_a_steady_run_the_firsts_reason_is_said() =>
        Assert.Contains(
            "its level stepped",
            Judge.Decide(Input([Given.Ended("a", CaseStatus.Unstable, "its level stepped")], [Before]) with
            {
                Trial = Given.Trial(Given.Ended("a", CaseStatus.Unstable, "its trial wandered")),
            }).Of("a").Reason,
            StringComparison.Ordinal);

    // On another device the branch's manifest need not have changed for the case to be skipped.
    [Fact]
    public void A_case_that_another_device_measured_and_this_one_skips_is_skipped()
    {
        var input = Input([Given.Ended("a", CaseStatus.Skipped, "needs sm_90")], [Before]);
        var elsewhere = input.Reference!.Newest with
        {
            Environment = Given.Environment() with { Clock = "events" },
        };

        Assert.Equal(
            CaseVerdict.Skipped,
            Judge.Decide(input with { Reference = Given.Baseline(elsewhere) }).Of("a").Verdict);
    }

    [Fact]
    public void A_field_that_only_one_environment_has_is_said_to_be_none_on_the_other_side()
    {
        var input = Input([Given.Case("a", 10_000, 0.002, 10, 3, "new")], [Before]);
        Measurement WithGpu(Measurement m) => m with { Environment = m.Environment with { Gpu = Gpu } };

        Assert.Contains(
            "gpu.name (a GPU then, none now)",
            Judge.Decide(input with { Reference = Given.Baseline(WithGpu(input.Reference!.Newest)) }).Of("a").Reason,
            StringComparison.Ordinal);
        Assert.Contains(
            "gpu.name (none then, a GPU now)",
            Judge.Decide(input with { Candidate = WithGpu(input.Candidate) }).Of("a").Reason,
            StringComparison.Ordinal);
    }

    // No time was taken of it that could read like one under control.
    [Fact]
    public void Of_a_command_that_was_skipped_nothing_is_said_of_how_it_was_timed()
    {
        var observed = Given.Ended("a", CaseStatus.Skipped, "needs a GPU") with
        {
            Observed = new() { Measured = "wall time" },
        };

        Assert.Equal("needs a GPU", Judged([observed], []).Reason);
    }

    private static GpuDescription Gpu => new()
    {
        Name = "a GPU",
        Uuid = "GPU-0",
        ComputeCapability = "9.0",
        Multiprocessors = 1,
        MemoryBytes = 1 << 30,
    };

    private static Measurement Slower => Given.Trial(Given.Pair("a", 10_000, 1.1, 0.02, 0.002, 10, 7));

    private static CaseJudgement Judged(MeasuredCase[] now, MeasuredCase[] before) =>
        Judge.Decide(Input(now, before)).Of("a");

    private static JudgementInput Input(MeasuredCase[] now, MeasuredCase[] before) =>
        Given.Input(Given.Measurement(now), Given.Measurement(before));
}
