using PerfGate.Core.Statistics;

namespace PerfGate.Core.Tests.Statistics;

public sealed class BinomialBoundTests
{
    // The two-sided 95 % intervals of Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 5.
    [Theory]
    [InlineData(81, 263, 0.2527, 0.3676)]
    [InlineData(15, 148, 0.0578, 0.1617)]
    [InlineData(0, 20, 0, 0.1684)]
    [InlineData(1, 29, 0.0009, 0.1776)]
    public void The_bounds_are_the_published_ones(int hits, int trials, double low, double high)
    {
        Assert.Equal(low, BinomialBound.Lower(hits, trials, 0.975), 4);
        Assert.Equal(high, BinomialBound.Upper(hits, trials, 0.975), 4);
    }

    [Fact]
    public void Where_nothing_was_tried_nothing_is_ruled_out()
    {
        Assert.Equal(0, BinomialBound.Lower(0, 0, 0.95));
        Assert.Equal(1, BinomialBound.Upper(0, 0, 0.95));
    }

    [Theory]
    [InlineData(0.01, 299)]
    [InlineData(0.05, 59)]
    public void The_trials_for_a_bound_are_the_fewest_that_give_it(double bound, int trials)
    {
        Assert.Equal(trials, BinomialBound.TrialsFor(bound, 0.95));
        Assert.True(BinomialBound.Upper(0, trials, 0.95) <= bound);
        Assert.True(BinomialBound.Upper(0, trials - 1, 0.95) > bound);
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(-1, 2)]
    public void Counts_that_cannot_be_are_refused(int hits, int trials)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => BinomialBound.Upper(hits, trials, 0.95));
        Assert.Throws<ArgumentOutOfRangeException>(() => BinomialBound.Lower(hits, trials, 0.95));
    }
}
