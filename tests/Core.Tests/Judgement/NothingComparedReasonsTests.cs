using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>Which of several reasons is said where nothing was compared.</summary>
public sealed class NothingComparedReasonsTests
{
    private static readonly MeasuredCase A = Given.Case("a", 5000, 0.002, 10, 2, "new");
    private static readonly MeasuredCase Other = Given.Case("z", 5000, 0.002, 10, 3);

    [Fact]
    public void One_case_without_a_steady_run_is_the_reason_beside_a_new_one() =>
        Assert.Contains(
            "No steady run of any case",
            Reason(Input([A, Given.Ended("b", CaseStatus.Unstable, "its level stepped")],
                [A with { Name = "b", CodeHash = "old" }])),
            StringComparison.Ordinal);

    [Fact]
    public void The_first_case_that_gave_no_time_is_named() =>
        Assert.Contains(
            "No case gave a time to compare: a is incorrect",
            Reason(Input(
                [Given.Ended("a", CaseStatus.Failed, "x"), Given.Ended("b", CaseStatus.NotRun, "y")],
                [A with { CodeHash = "old" }, A with { Name = "b", CodeHash = "old" }])),
            StringComparison.Ordinal);

    [Fact]
    public void Beside_a_reference_of_other_cases_it_is_said_why_there_was_no_trial() =>
        Assert.Contains(
            "The reference has none of these cases (test; the base does not compile).",
            Reason(Input([A], [Given.Ended("z", CaseStatus.Skipped, "needs a GPU", "old")]) with
            {
                NoTrial = "the base does not compile",
            }),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("google-benchmark", "perfgate baseline update")]
    [InlineData("cupti", "dotnet build -t:PerfGateBaseline")]
    public void What_to_do_without_a_reference_depends_on_whether_the_times_were_imported(string clock, string said)
    {
        var measured = Given.Measurement(A);
        var input = Given.Input(
            measured with { Environment = measured.Environment with { Clock = clock } }, null);

        Assert.Contains(said, Judge.Decide(input).NothingCompared!.Remedy, StringComparison.Ordinal);
    }

    // Ten runs are enough for a baseline; two must be taken once more.
    [Theory]
    [InlineData(10, "Keep this measurement as the baseline")]
    [InlineData(2, "Make a baseline")]
    public void A_measurement_that_is_fit_to_be_the_baseline_is_to_be_kept(int runs, string said) =>
        Assert.StartsWith(
            said,
            Judge.Decide(Given.Input(Given.Measurement(Given.Case("a", 5000, 0.002, runs, 2)), null))
                .NothingCompared!.Remedy,
            StringComparison.Ordinal);

    [Fact]
    public void Several_cases_of_the_worst_kind_are_counted_in_the_plural() =>
        Assert.Contains(
            "2 cases are incorrect",
            Judge.Decide(Input(
                [Given.Ended("a", CaseStatus.Failed, "x"), Given.Ended("b", CaseStatus.Failed, "y")], [Other])).Summary,
            StringComparison.Ordinal);

    [Fact]
    public void Of_two_kinds_that_fail_alike_the_worse_one_is_the_title() =>
        Assert.Equal(
            VerdictTraits.Of(CaseVerdict.Incorrect).Title,
            OutcomeTraits.Of(Judge.Decide(Input([Given.Ended("a", CaseStatus.Failed, "x")], [Other]))).Title);

    private static string Reason(JudgementInput input) => Judge.Decide(input).NothingCompared!.Reason;

    private static JudgementInput Input(MeasuredCase[] now, MeasuredCase[] before) =>
        Given.Input(Given.Measurement(now), Given.Measurement(before));
}
