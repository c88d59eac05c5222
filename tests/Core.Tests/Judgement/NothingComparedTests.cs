using PerfGate.Core.Diagnostics;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Reports;

namespace PerfGate.Core.Tests.Judgement;

public sealed class NothingComparedTests
{
    private const string WhyNot =
        "the kernels of 0123456789ab do not compile: factor.h(1,10), error PG1001: gone.h: No such file";

    private static readonly ExpectedComparison InCi = new()
    {
        InCi = true,
        Because = "the base 'main' was named (PerfGateBase)",
    };

    private static readonly MeasuredCase A = Given.Case("a", 5000, 0.002, 10, 2);

    private static JudgementInput Input(
        ReferenceKind kind,
        string reason,
        ExpectedComparison? expected = null,
        params MeasuredCase[] cases
    ) =>
        Given.Input(Given.Measurement(cases.Length == 0 ? [A] : cases), null) with
        {
            ReferenceDescription = new() { Kind = kind, Reason = reason },
            Expected = expected ?? InCi,
        };

    private static JudgementInput BaseLost(ExpectedComparison? expected = null) =>
        Input(ReferenceKind.Base, "the base commit's kernels were asked for", expected) with { NoTrial = WhyNot };

    [Theory]
    [InlineData(true, true, null, true)]
    [InlineData(true, false, null, false)]
    [InlineData(false, true, null, false)]
    [InlineData(false, false, true, true)]
    [InlineData(true, true, false, false)]
    public void It_fails_in_ci_where_a_comparison_was_expected_and_else_as_the_policy_says(
        bool inCi,
        bool expected,
        bool? policy,
        bool fails
    )
    {
        var verdict = Judge.Decide(
            BaseLost(new() { InCi = inCi, Because = expected ? "so it is" : null }) with
            {
                Policy = new() { FailOnNothingCompared = policy },
            }
        );

        Assert.Equal(fails ? Outcome.NothingCompared : Outcome.Warning, verdict.Outcome);
        Assert.Equal(fails ? ExitCode.NothingCompared : ExitCode.Passed, OverallOutcome.Exit(verdict.Outcome));
        Assert.Equal(
            fails ? Severity.Error : Severity.Warning,
            VerdictDiagnostics.Of(verdict).Single(d => d.Code == "PG3008").Severity
        );
        Assert.Equal(fails, verdict.NothingCompared!.Fails);
    }

    [Theory]
    [InlineData(null, Outcome.NothingCompared)]
    [InlineData(true, Outcome.NothingCompared)]
    [InlineData(false, Outcome.Warning)]
    public void One_that_was_switched_off_although_a_base_was_named_fails_unless_the_policy_says_otherwise(
        bool? policy,
        Outcome outcome
    )
    {
        var verdict = Judge.Decide(
            Input(
                ReferenceKind.None,
                "no comparison was asked for",
                new() { Because = "main was named", SwitchedOff = true }
            ) with
            {
                Policy = new() { FailOnNothingCompared = policy },
            }
        );

        Assert.Equal(outcome, verdict.Outcome);
        Assert.Contains(
            "(PerfGateReference=none), although a base was named", verdict.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_report_gives_the_first_error_of_a_base_that_does_not_compile()
    {
        var input = new ReportInput(Judge.Decide(BaseLost()), Given.Measurement(A));

        Assert.All(
            new[]
            {
                input.Verdict.Summary,
                input.Verdict.NothingCompared!.Reason,
                input.Verdict.Cases[0].Reason,
                JUnitReport.Render(input),
                SarifReport.Render(input),
                HtmlReport.Render(input),
                MarkdownReport.Render(input),
            },
            text =>
                Assert.Contains(
                    "factor.h(1,10)",
                    text.Replace("\\", "", StringComparison.Ordinal),
                    StringComparison.Ordinal
                )
        );
        Assert.Contains("Fix the base first", input.Verdict.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "<failure type=\"PG3008\"")]
    [InlineData(false, "<skipped>nothing was compared")]
    public void A_test_viewer_sees_a_test_that_never_passes(bool fails, string element)
    {
        var verdict = Judge.Decide(BaseLost() with { Policy = new() { FailOnNothingCompared = fails } });

        Assert.Contains(element, JUnitReport.Render(new(verdict)), StringComparison.Ordinal);
        Assert.Contains(
            $"\"level\": \"{(fails ? "error" : "warning")}\"",
            SarifReport.Render(new(verdict)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_lost_base_is_not_hidden_behind_an_unsteady_case()
    {
        var input = Input(
            ReferenceKind.Base,
            "the base commit's kernels were asked for",
            null,
            A,
            Given.Ended("b", CaseStatus.Unstable, "its regime shifted")
        ) with
        {
            NoTrial = WhyNot,
        };

        Assert.Equal(Outcome.NothingCompared, Judge.Decide(input).Outcome);
    }

    [Fact]
    public void A_wrong_case_is_the_worse_news_and_the_reason_stays()
    {
        var verdict = Judge.Decide(
            Input(
                ReferenceKind.Base,
                "the base commit's kernels were asked for",
                null,
                A,
                Given.Ended("b", CaseStatus.Incorrect, "y[3] is wrong")
            ) with
            {
                NoTrial = WhyNot,
            }
        );

        Assert.Equal(Outcome.Incorrect, verdict.Outcome);
        Assert.Contains(VerdictDiagnostics.Of(verdict), d => d.Code == "PG3008");
    }

    [Fact]
    public void Every_case_skipped_is_said_with_the_first_reason()
    {
        var verdict = Judge.Decide(
            Input(
                ReferenceKind.None,
                "this device has no baseline",
                null,
                Given.Ended("a", CaseStatus.Skipped, "it needs 80 GB")
            )
        );

        Assert.Equal(Outcome.NothingCompared, verdict.Outcome);
        Assert.Contains("Every case was skipped: a (it needs 80 GB).", verdict.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_skipped_case_is_no_reason_where_another_was_measured()
    {
        var verdict = Judge.Decide(
            Input(
                ReferenceKind.None,
                "this device has no baseline",
                null,
                A,
                Given.Ended("b", CaseStatus.Skipped, "it needs 80 GB")
            )
        );

        Assert.Contains("there is no reference", verdict.NothingCompared!.Reason, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(2, false)]
    public void Only_a_measurement_that_is_fit_is_recommended_as_the_baseline(int runs, bool fit)
    {
        var verdict = Judge.Decide(
            Input(ReferenceKind.None, "this device has no baseline", null, Given.Case("a", 5000, 0.002, runs, 2)));

        Assert.Equal(
            fit, verdict.NothingCompared!.Remedy.Contains("-p:PerfGateFromLast=true", StringComparison.Ordinal));
    }

    [Fact]
    public void Times_taken_under_other_conditions_are_nothing_to_compare_with()
    {
        var reference = Given.Measurement(A);
        var input = Given.Input(
            Given.Measurement(Given.Case("a", 5000, 0.002, 10, 9) with { CodeHash = "new" }),
            reference with { Environment = reference.Environment with { Clock = "events" } }) with
        {
            Expected = InCi,
        };

        var verdict = Judge.Decide(input);

        Assert.Equal(Outcome.NothingCompared, verdict.Outcome);
        Assert.Contains("other conditions (clock)", verdict.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void One_compared_case_is_enough()
    {
        var verdict = Judge.Decide(
            Given.Input(Given.Measurement(A, Given.Case("b", 5000, 0.002, 10, 3)), Given.Measurement(A)) with
            {
                Expected = InCi,
            }
        );

        Assert.Null(verdict.NothingCompared);
        Assert.Equal(Outcome.Pass, verdict.Outcome);
    }
}
