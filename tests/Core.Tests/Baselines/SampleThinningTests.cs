using PerfGate.Core.Baselines;
using PerfGate.Core.Statistics;

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

    [Fact]
    public void Of_each_hundredth_the_middle_one_by_size_is_kept() => Assert.Equal(
        Enumerable.Range(0, 100).Select(part => 3.0 * part + 1),
        SampleThinning.Thin([.. Enumerable.Range(0, 300).Select(i => (double)i)]));

    // Of two the larger one: the middle is halfway between them.
    [Fact]
    public void Of_pairs_the_larger_one_is_kept() => Assert.Equal(
        Enumerable.Range(0, 100).Select(part => 2.0 * part + 1),
        SampleThinning.Thin([.. Enumerable.Range(0, 200).Select(i => (double)i)]));

    [Fact]
    public void What_is_kept_stands_in_the_order_in_which_it_was_taken()
    {
        var samples = Noisy(new(1), 435);
        var next = 0;
        foreach (var kept in SampleThinning.Thin([.. samples]))
            next = Array.IndexOf(samples, kept, next) is var at and >= 0
                ? at + 1
                : throw new InvalidOperationException($"{kept} is out of order");
    }

    // Runs of a 9 µs kernel spread by 4 %: a hundred samples taken by the clock move its location by 0.3 %, one
    // standard deviation.
    [Fact]
    public void The_location_of_a_run_survives_to_a_fraction_of_what_a_hundred_samples_can_tell()
    {
        var random = new Random(2);
        for (var run = 0; run < 50; run++)
        {
            var samples = Noisy(random, 435);
            var whole = InterquartileMean.Of(samples);
            Assert.InRange(
                InterquartileMean.Of(SampleThinning.Thin([.. samples]).AsSpan()) / whole,
                1 - 3e-4,
                1 + 3e-4
            );
        }
    }

    private static double[] Noisy(Random random, int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ => 9000 * (1 + (0.04 * Enumerable.Range(0, 12).Sum(_ => random.NextDouble() - 0.5)))),
        ];
}
