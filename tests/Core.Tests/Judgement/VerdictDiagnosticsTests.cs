using PerfGate.Core.Diagnostics;
using PerfGate.Core.Judgement;
using PerfGate.Core.Policy;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>What of a verdict is a diagnostic, and which of it the summary need not say again.</summary>
public class VerdictDiagnosticsTests
{
    private static readonly JudgementInput Compared = Given.Input(
        Given.Measurement(Given.Case("a", 10_000, 0.002, 10, 1, "new")),
        Given.Measurement(Given.Case("a", 10_000, 0.002, 10, 2))
    );

    [Fact]
    public void No_diagnostic_tells_the_summary_of_a_gate_that_passed() => Tells(false, Outcome.Pass, Compared);

    [Fact]
    public void That_nothing_was_compared_is_told_by_a_diagnostic() =>
        Tells(true, Outcome.Warning, Given.Input(Compared.Candidate, null));

    [Fact]
    public void That_cases_are_undecided_is_told_by_a_diagnostic() => Tells(true, Outcome.Undecided, Noisy(new()));

    [Theory]
    [InlineData(false, Outcome.Undecided, Severity.Warning)]
    [InlineData(true, Outcome.Inconclusive, Severity.Error)]
    public void Undecided_cases_are_an_error_where_the_policy_fails_them_and_a_warning_elsewhere(
        bool fail,
        Outcome outcome,
        Severity severity
    )
    {
        var verdict = Judge.Decide(Noisy(new() { FailOnInconclusive = fail }));
        var said = Assert.Single(VerdictDiagnostics.Of(verdict), d => d.Code == "PG3028");

        Assert.Equal((outcome, severity), (verdict.Outcome, said.Severity));
    }

    [Fact]
    public void A_diagnostic_says_that_a_person_has_to_look() =>
        Tells(
            true,
            Outcome.NeedsReview,
            Compared with
            {
                GateEdits = [new("kernels.csproj", "kernels.csproj differs", Acts: true)],
                Expected = new() { InCi = true, Because = "the base was named" },
            }
        );

    // Five noisy runs a side, 0.8 % apart.
    private static JudgementInput Noisy(GatePolicy policy) =>
        Given.Input(
            Given.Measurement(Given.Case("a", 10_080, 0.006, 5, 3, "new")),
            Given.Measurement(Given.Case("a", 10_000, 0.006, 5, 1)),
            policy
        );

    private static void Tells(bool told, Outcome outcome, JudgementInput input)
    {
        var verdict = Judge.Decide(input);

        Assert.Equal((outcome, told), (verdict.Outcome, VerdictDiagnostics.TellsSummary(verdict)));
    }
}
