using PerfGate.Core.Measurements;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Tests.Measuring;

/// <summary>What is known of a trial's cases before they run.</summary>
public sealed class CasesBeforeMeasuringTests
{
    [Theory]
    [InlineData(CaseStatus.Measured, CaseStatus.Measured, "old", CaseStatus.Measured)]
    [InlineData(CaseStatus.Measured, CaseStatus.Measured, "new", CaseStatus.NotTimed)]
    [InlineData(CaseStatus.Measured, CaseStatus.Failed, "old", CaseStatus.Failed)]
    [InlineData(CaseStatus.Measured, CaseStatus.Skipped, "old", CaseStatus.Failed)]
    [InlineData(CaseStatus.Skipped, CaseStatus.Measured, "old", CaseStatus.Skipped)]
    [InlineData(CaseStatus.Skipped, CaseStatus.Skipped, "old", CaseStatus.Skipped)]
    public void A_trial_needs_both_sides_and_code_that_differs(
        CaseStatus ours, CaseStatus theirs, string theirCode, CaseStatus both)
    {
        var trial = CasesBeforeMeasuring.Against(Blank(ours, "new"), Blank(theirs, theirCode));

        Assert.Equal((both, theirCode), (trial.Status, trial.ReferenceCodeHash));
    }

    [Fact]
    public void Why_the_bases_side_cannot_be_run_is_said() =>
        Assert.Equal(
            "the base's side cannot be run: no GPU",
            CasesBeforeMeasuring
                .Against(
                    Blank(CaseStatus.Measured, "new"),
                    Blank(CaseStatus.Skipped, "old") with
                    {
                        Reason = "no GPU",
                    }
                )
                .Reason
        );

    private static MeasuredCase Blank(CaseStatus status, string code) =>
        new()
        {
            Name = "a",
            Benchmark = "a",
            Status = status,
            CodeHash = code,
        };
}
