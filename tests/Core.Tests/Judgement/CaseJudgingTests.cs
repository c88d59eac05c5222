using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>The verdict on one case among others.</summary>
public class CaseJudgingTests
{
    [Fact]
    public void Wrong_outputs_in_the_second_measurement_are_that_cases_and_no_other_ones()
    {
        static MeasuredCase Case(string name, int seed, string code) => Given.Case(name, 10_000, 0.002, 10, seed, code);
        var input = Given.Input(
            Given.Measurement(Case("a", 1, "new"), Case("b", 2, "new")),
            Given.Measurement(Case("a", 3, "old"), Case("b", 4, "old"))) with
        {
            Remeasured = Given.Measurement(Given.Ended("a", CaseStatus.Incorrect, "wrong now")),
        };

        var verdict = Judge.Decide(input);

        Assert.Equal(CaseVerdict.Incorrect, verdict.Of("a").Verdict);
        Assert.Equal(CaseVerdict.Pass, verdict.Of("b").Verdict);
    }
}
