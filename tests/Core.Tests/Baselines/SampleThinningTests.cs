using PerfGate.Core.Baselines;

namespace PerfGate.Core.Tests.Baselines;

public sealed class SampleThinningTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public void A_short_run_stays_as_it_is(int count) =>
        Assert.Equal(count, SampleThinning.Thin([.. Enumerable.Range(0, count).Select(i => (double)i)]).Length);

    [Theory]
    [InlineData(101)]
    [InlineData(300)]
    [InlineData(5_000)]
    public void A_long_run_keeps_a_hundred_in_time_order_spread_evenly(int count)
    {
        var kept = SampleThinning.Thin([.. Enumerable.Range(0, count).Select(i => (double)i)]);
        Assert.Equal(100, kept.Length);
        var steps = kept.Skip(1).Zip(kept, (next, before) => next - before).ToArray();
        Assert.InRange(steps.Min(), Math.Floor(count / 100.0), Math.Ceiling(count / 100.0));
        Assert.InRange(steps.Max(), Math.Floor(count / 100.0), Math.Ceiling(count / 100.0));
    }
}
