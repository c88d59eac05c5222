using PerfGate.Core.Statistics;

namespace PerfGate.Core.Tests.Statistics;

/// <summary>The random numbers of every interval and every order of runs: the same on every machine.</summary>
public class CounterRandomTests
{
    // SplitMix64 from the state 1234567 gives 6457827717110365317 first; that number is where the stream of the seed
    // 1234567 begins. Both by the code that Vigna publishes with the generator, carried over to another language.
    [Fact]
    public void A_stream_is_that_of_SplitMix64_from_its_mixed_seed()
    {
        var random = new CounterRandom(1_234_567);

        Assert.Equal(
            [9_709_514_789_577_493_705, 13_013_878_896_559_074_743, 18_400_152_718_586_555_324],
            new[] { random.Next(), random.Next(), random.Next() }
        );
    }

    // FNV-1a of the empty text is its offset basis.
    [Fact]
    public void Names_that_differ_have_seeds_that_differ()
    {
        Assert.Equal(14_695_981_039_346_656_037, CounterRandom.SeedOf(""));
        Assert.NotEqual(CounterRandom.SeedOf("ab"), CounterRandom.SeedOf("ba"));
    }

    [Fact]
    public void Indices_below_a_bound_come_equally_often()
    {
        var random = new CounterRandom(3);
        var counts = new int[6];
        for (var i = 0; i < 60_000; i++)
            counts[random.NextIndex(6)]++;

        // Five standard deviations of a binomial count.
        Assert.All(counts, count => Assert.InRange(count, 10_000 - 457, 10_000 + 457));
    }
}
