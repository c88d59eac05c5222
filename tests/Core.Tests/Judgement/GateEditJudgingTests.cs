using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Judgement;
using PerfGate.Core.Policy;
using PerfGate.Core.Reports;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>A change of how the gate itself runs is never a silent success in CI.</summary>
public sealed class GateEditJudgingTests
{
    private static readonly GateEdit Project = new(
        "kernels/kernels.csproj",
        "kernels/kernels.csproj was changed since main",
        Acts: true
    );
    private static readonly GateEdit Filter = new("PerfGateFilter", "the filter leaves out 1 of 2 cases", Acts: true);
    private static readonly GateEdit Baseline = new("baselines/x.json", "baselines/x.json was changed since main");

    [Fact]
    public void In_CI_a_change_of_how_the_gate_runs_asks_for_a_review_and_exits_with_its_own_code()
    {
        var verdict = Judge.Decide(Unchanged([Project, Filter]));

        Assert.Equal(Outcome.NeedsReview, verdict.Outcome);
        Assert.Equal(ExitCode.NeedsReview, OverallOutcome.Exit(verdict.Outcome));
        Assert.Equal(["kernels/kernels.csproj", "PerfGateFilter"], verdict.ToReview);
        Assert.Contains("kernels/kernels.csproj, PerfGateFilter", verdict.Summary, StringComparison.Ordinal);
        Assert.Contains("acceptedGateEdits", verdict.Summary, StringComparison.Ordinal);
        var error = Assert.Single(VerdictDiagnostics.Of(verdict), d => d.Severity == Severity.Error);
        Assert.Equal("PG3040", error.Code);
        Assert.Equal(2, VerdictDiagnostics.Of(verdict).Count(d => d.Code == "PG3007"));
    }

    [Theory]
    [InlineData(5, "s1, s2, s3, s4, s5. Look at")]
    [InlineData(6, "s1, s2, s3, s4, s5 and 1 more. Look at")]
    public void Five_of_the_edits_to_review_are_named_and_the_others_counted(int edits, string said) =>
        Assert.Contains(
            said,
            GateEditJudging.Remedy([.. Enumerable.Range(1, edits).Select(i => $"s{i}")]),
            StringComparison.Ordinal
        );

    [Fact]
    public void At_a_desk_it_is_stated_and_decides_nothing()
    {
        var verdict = Judge.Decide(
            Unchanged([Project, Filter]) with
            {
                Expected = new() { Because = "a base was named" },
            }
        );

        Assert.Equal(Outcome.Pass, verdict.Outcome);
        Assert.Equal(2, verdict.GateEdits.Length);
        Assert.Empty(verdict.ToReview);
    }

    [Fact]
    public void Where_nothing_is_guarded_it_is_stated_and_decides_nothing() => Assert.Equal(
        Outcome.Pass, Judge.Decide(Unchanged([Project]) with { Expected = new() { InCi = true } }).Outcome);

    [Fact]
    public void A_changed_baseline_that_is_not_used_needs_no_review() =>
        Assert.Equal(Outcome.Pass, Judge.Decide(Unchanged([Baseline])).Outcome);

    [Fact]
    public void With_a_policy_that_warns_it_warns()
    {
        var verdict = Judge.Decide(Unchanged([Project], new() { GateEdits = PolicyAction.Warn }));

        Assert.Equal(Outcome.Warning, verdict.Outcome);
        Assert.Equal(ExitCode.Passed, OverallOutcome.Exit(verdict.Outcome));
        Assert.Contains("kernels/kernels.csproj", verdict.Summary, StringComparison.Ordinal);
        Assert.Equal(Severity.Warning, Assert.Single(VerdictDiagnostics.Of(verdict), d => d.Code == "PG3040").Severity);
    }

    [Fact]
    public void An_entry_that_stands_for_it_lets_it_pass_and_is_listed()
    {
        var verdict = Judge.Decide(Unchanged([Project], Accepting("kernels/*.csproj", Given.Today)));

        Assert.Equal(Outcome.Pass, verdict.Outcome);
        Assert.Equal(
            "kernels/kernels.csproj was changed since main; accepted until 2026-01-15: a new kernel",
            Assert.Single(verdict.GateEdits)
        );
    }

    [Fact]
    public void An_entry_is_void_after_its_day() =>
        Assert.Equal(
            Outcome.NeedsReview,
            Judge.Decide(Unchanged([Project], Accepting("kernels/*.csproj", Given.Today.AddDays(-1)))).Outcome
        );

    [Fact]
    public void A_regression_outweighs_it_and_says_both()
    {
        var input = Given.Input(
            Given.Measurement(
                Given.Case("k", 1300, 0.001, 10, 2, code: "new"),
                Given.Case("steady", 1000, 0.001, 10, 3)
            ),
            Given.Measurement(Given.Case("k", 1000, 0.001, 10, 1), Given.Case("steady", 1000, 0.001, 10, 4))
        ) with
        {
            Trial = Given.Trial(Given.Pair("k", 1000, 1.3, 0.001, 0.001, 10, 5)),
            GateEdits = [Project],
            Expected = new() { InCi = true, Because = "this is a pull request" },
        };

        var verdict = Judge.Decide(input);

        Assert.Equal(Outcome.Regression, verdict.Outcome);
        Assert.Contains("kernels/kernels.csproj", verdict.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Test_viewers_and_code_scanning_show_it_as_a_failure()
    {
        var input = new ReportInput(Judge.Decide(Unchanged([Project])));

        var junit = JUnitReport.Render(input);
        Assert.Contains("failures=\"1\"", junit, StringComparison.Ordinal);
        Assert.Contains("type=\"PG3040\"", junit, StringComparison.Ordinal);
        Assert.Contains(
            "\"ruleId\": \"PG3040\"",
            SarifReport.Render(input).Replace("\":\"", "\": \"", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        Assert.Contains("Review needed", MarkdownReport.Render(input), StringComparison.Ordinal);
    }

    private static GatePolicy Accepting(string edit, DateOnly until) =>
        new() { AcceptedGateEdits = [new(edit, "a new kernel", until)] };

    private static JudgementInput Unchanged(ImmutableArray<GateEdit> edits, GatePolicy? policy = null) =>
        Given.Input(
            Given.Measurement(Given.Case("k", 1000, 0.001, 5, 1)),
            Given.Measurement(Given.Case("k", 1000, 0.001, 5, 2)),
            policy
        ) with
        {
            GateEdits = edits,
            Expected = new() { InCi = true, Because = "this is a pull request to 'main' (GITHUB_BASE_REF)" },
        };
}
