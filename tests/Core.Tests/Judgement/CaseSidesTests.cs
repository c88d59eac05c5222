using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>The two sides that a comparison has of a case.</summary>
public sealed class CaseSidesTests
{
    [Fact]
    public void Without_a_reference_or_without_a_candidate_there_are_no_sides()
    {
        Assert.Null(CaseSides.Unpaired([], Day(1)));
        Assert.Null(CaseSides.Unpaired([Day(1)], null));
        Assert.Null(CaseSides.Unpaired([], null));
    }

    // Two runs of a day tell its mean; one does not tell how the runs of that day vary.
    [Theory]
    [InlineData(2, "old", 3)]
    [InlineData(1, "old", 0)]
    [InlineData(2, "other", 0)]
    public void Days_count_if_three_have_two_runs_each_of_the_newest_code(int runs, string code, int days) =>
        Assert.Equal(days, CaseSides.Unpaired([Day(1, runs, code), Day(2), Day(3)], Day(4))!.Runs.Days.Length);

    private static MeasuredCase Day(int seed, int runs = 2, string code = "old") =>
        Given.Case("a", 10_000, 0.002, runs, seed, code);
}
