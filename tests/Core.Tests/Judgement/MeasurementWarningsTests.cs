using PerfGate.Core.Judgement;
using PerfGate.Core.Reports;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>What a measurement warns of reaches everybody who reads its verdict.</summary>
public sealed class MeasurementWarningsTests
{
    private const string Events = "CUDA events are the clock, several times noisier";

    [Fact]
    public void A_warning_of_any_measurement_reaches_verdict_console_and_reports_once()
    {
        var first = Given.Measurement(
            Given.Case("k", 1300, 0.001, 10, 2, code: "new"),
            Given.Case("steady", 1000, 0.001, 10, 3)
        ) with
        {
            Warnings = [Events, "the GPU was shared"],
        };
        var trial = Given.Trial(Given.Pair("k", 1000, 1.3, 0.001, 0.001, 10, 5)) with
        {
            Warnings = [Events, "of the trial"],
        };
        var input = Given.Input(
            first,
            Given.Measurement(Given.Case("k", 1000, 0.001, 10, 1), Given.Case("steady", 1000, 0.001, 10, 4))
        ) with
        {
            Trial = trial,
            Remeasured = Given.Measurement(Given.Case("k", 1300, 0.001, 10, 9, code: "new")) with
            {
                Warnings = ["of the second"],
            },
            Warnings = ["of the inputs"],
        };

        var verdict = Judge.Decide(input);

        Assert.Equal(
            ["of the inputs", Events, "the GPU was shared", "of the trial", "of the second"], verdict.Warnings.Take(5));
        Assert.Single(VerdictDiagnostics.Of(verdict), d => d.Code == "PG3006" && d.Message == Events);
        var markdown = MarkdownReport.Render(new ReportInput(verdict, first, Trial: trial));
        Assert.Equal(2, markdown.Split("CUDA events are the clock").Length);
    }

    [Fact]
    public void Why_a_case_could_not_be_tried_stands_in_its_reason()
    {
        var input = Given.Input(
            Given.Measurement(
                Given.Case("k", 1300, 0.001, 10, 2, code: "new"),
                Given.Case("steady", 1000, 0.001, 10, 3)
            ),
            Given.Measurement(Given.Case("k", 1000, 0.001, 10, 1), Given.Case("steady", 1000, 0.001, 10, 4))
        ) with
        {
            NoTrial = "the kernels of ff2d6cc do not compile: factor.h(1,10)",
            AtEndOfBudget = true,
        };

        Assert.Contains(
            "the kernels of ff2d6cc do not compile: factor.h(1,10)",
            Judge.Decide(input).Of("k").Reason,
            StringComparison.Ordinal
        );
    }
}
