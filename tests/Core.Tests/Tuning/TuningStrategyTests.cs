using PerfGate.Core.Tuning;

namespace PerfGate.Core.Tests.Tuning;

/// <summary>The strategies that choose which variants are tried.</summary>
public sealed class TuningStrategyTests
{
    // 100 million variants: nobody lists them.
    private static readonly TuningSpace Huge = new(
        [.. Enumerable.Range(0, 8).Select(i => new TuningParameter($"P{i}", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]))],
        v => v[0] + v[1] <= 12
    );

    [Fact]
    public void Local_search_comes_within_two_per_cent_of_the_best_at_a_tenth_of_the_evaluations()
    {
        var all = Landscape.Space.Points().Count();
        Assert.True(all >= 200, $"{all} variants");

        var close = Enumerable
            .Range(1, 10)
            .Select(i => (ulong)i)
            .Count(seed =>
            {
                var found = Landscape.Search(new LocalSearch(Landscape.Space, 0, seed), all / 10, seed);
                return Landscape.Cost(found, seed) - Landscape.Best(seed) <= Math.Log(1.02);
            });

        Assert.True(close >= 9, $"{close} of 10 seeds");
    }

    [Fact]
    public void Local_search_beats_random_search()
    {
        double Regret(Func<ulong, ITuningStrategy> strategy) =>
            Enumerable
                .Range(1, 40)
                .Select(i => (ulong)i)
                .Average(s => Landscape.Cost(Landscape.Search(strategy(s), 34, s), s) - Landscape.Best(s));

        var local = Regret(s => new LocalSearch(Landscape.Space, 0, s));
        var random = Regret(s => new RandomSearch(Landscape.Space, 0, s));

        Assert.True(local < random, $"{local} against {random}");
    }

    [Theory]
    [InlineData(TuningStrategy.Local)]
    [InlineData(TuningStrategy.Random)]
    [InlineData(TuningStrategy.BruteForce)]
    public void Every_strategy_tries_every_allowed_variant_once_and_then_stops(TuningStrategy kind)
    {
        var tried = Everything(TuningStrategies.Create(kind, Landscape.Space, 0, 5), p => Landscape.Cost(p, 5));

        Assert.Equal(Landscape.Space.Points(), tried.Order());
    }

    [Theory]
    [InlineData(TuningStrategy.Local)]
    [InlineData(TuningStrategy.Random)]
    public void The_same_seed_tries_the_same_variants_and_another_one_others(TuningStrategy kind)
    {
        IEnumerable<long> Tried(ulong seed) =>
            Everything(TuningStrategies.Create(kind, Landscape.Space, 0, seed), p => Landscape.Cost(p, 1));

        Assert.Equal(Tried(3), Tried(3));
        Assert.NotEqual(Tried(3), Tried(4));
    }

    [Theory]
    [InlineData(TuningStrategy.Local)]
    [InlineData(TuningStrategy.Random)]
    [InlineData(TuningStrategy.BruteForce)]
    public void A_look_ahead_changes_nothing_and_names_what_comes(TuningStrategy kind)
    {
        ITuningStrategy New() => TuningStrategies.Create(kind, Landscape.Space, 0, 3);
        var seen = new HashSet<long>();
        var looked = Everything(New(), p => Landscape.Cost(p, 1), s => seen.UnionWith(s.Ahead(16)));

        Assert.Equal(Everything(New(), p => Landscape.Cost(p, 1)), looked);
        Assert.All(seen, p => Assert.True(Landscape.Space.Allows(p)));
        // All but the first batch is seen before it comes, or most of it where the results decide.
        Assert.InRange(seen.Count, looked.Count / 2, looked.Count);
    }

    [Fact]
    public void Local_search_goes_on_where_everything_fails()
    {
        var tried = Everything(new LocalSearch(Landscape.Space, 0, 1), _ => null);

        Assert.Equal(Landscape.Space.Points(), tried.Order());
    }

    [Theory]
    [InlineData(TuningStrategy.Local)]
    [InlineData(TuningStrategy.Random)]
    public void A_space_too_large_to_list_is_searched_all_the_same(TuningStrategy kind)
    {
        var strategy = TuningStrategies.Create(kind, Huge, 0, 9);
        var tried = new HashSet<long>();
        while (tried.Count < 500)
        {
            foreach (var point in strategy.Propose(16))
            {
                Assert.True(Huge.Allows(point));
                Assert.True(tried.Add(point));
                strategy.Tell(point, Huge.ValuesOf(point).Sum());
            }
        }

        Assert.False(Huge.IsListable);
        Assert.Throws<InvalidOperationException>(() => new BruteForceSearch(Huge));
    }

    [Fact]
    public void Constraints_hold_for_all_that_is_tried() =>
        Assert.All(
            Everything(new RandomSearch(Landscape.Space, 0, 2), _ => 0),
            p => Assert.True(Landscape.Space.Allows(p))
        );

    [Fact]
    public void A_variant_is_found_again_by_its_values()
    {
        Assert.All(
            Landscape.Space.Points(),
            p => Assert.Equal(p, Landscape.Space.PointOf(Landscape.Space.ValuesOf(p)))
        );
        Assert.Null(Landscape.Space.PointOf([32, 8, 2, 1, 3]));
        Assert.Equal("TILE=32 DEPTH=8 EACH=2 UNROLL=1 PAD=4", Landscape.Space.Describe(1));
    }

    private static List<long> Everything(
        ITuningStrategy strategy,
        Func<long, double?> cost,
        Action<ITuningStrategy>? look = null
    )
    {
        var tried = new List<long>();
        while (strategy.Propose(7) is { IsEmpty: false } next)
        {
            tried.AddRange(next);
            look?.Invoke(strategy);
            foreach (var point in next)
                strategy.Tell(point, cost(point));
        }

        return tried;
    }
}
