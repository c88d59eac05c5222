using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>The verdict on one case among others.</summary>
public class CaseJudgingTests
{
    [Fact]
    public void Wrong_outputs_in_the_second_measurement_are_that_cases_and_no_other_ones()
    {
        var input = Given.Input(
            Given.Measurement(Given.Case("a", 10_000, 0.002, 10, 1, "new"), Given.Case("b", 10_000, 0.002, 10, 2, "new")),
            Given.Measurement(Given.Case("a", 10_000, 0.002, 10, 3), Given.Case("b", 10_000, 0.002, 10, 4))) with
        {
            Remeasured = Given.Measurement(Given.Case("a", 10_000, 0.002, 0, 5, "new") with { Status = CaseStatus.Incorrect, Reason = "wrong now" }),
        };

        var verdict = Judge.Decide(input);

        Assert.Equal(CaseVerdict.Incorrect, verdict.Of("a").Verdict);
        Assert.Equal(CaseVerdict.Pass, verdict.Of("b").Verdict);
    }
}
