using System.Collections.Immutable;
using PerfGate.Core.Statistics;
using PerfGate.Core.Tuning;

namespace PerfGate.Core.Tests.Tuning;

/// <summary>Which variants stay in a race, and how shapes count together.</summary>
public sealed class RaceTests
{
    [Fact]
    public void Variants_that_are_clearly_behind_are_dropped_and_the_others_stay()
    {
        var race = Race.Of([
            (1, [0.000, 0.002, 0.001]),
            (2, [0.200, 0.202, 0.199]),
            (3, [-0.001, 0.003, 0.000]),
            (4, [0.100, 0.101, 0.103]),
        ]);

        Assert.Equal(3, race.Leader.Point);
        Assert.Equal([3L, 1L], race.Abreast.Select(c => c.Point));
    }

    [Fact]
    public void One_run_of_each_drops_nobody()
    {
        var race = Race.Of([(1, [0.5]), (2, [0.0]), (3, [9.0])]);

        Assert.Equal(3, race.Abreast.Count());
    }

    [Fact]
    public void A_variant_as_fast_as_the_leader_is_hardly_ever_dropped()
    {
        var random = new CounterRandom(12);
        var dropped = Enumerable
            .Range(0, 400)
            .Count(_ =>
            {
                ImmutableArray<double> Runs() => [.. Enumerable.Range(0, 3).Select(_ => 0.01 * random.NextNormal())];
                var race = Race.Of(Enumerable.Range(0, 8).Select(i => ((long)i, Runs())).ToList());
                return race.IsClear(race.Leader, race.Contestants[0]);
            });

        // The leader is the best of eight, so that it is ahead of any one of them more often than 1 in 40.
        Assert.InRange(dropped, 0, 60);
    }

    [Fact]
    public void Shapes_count_by_their_geometric_mean_and_by_the_worst_regret()
    {
        var scores = ShapeScores.Of([
            [Math.Log(0.5), Math.Log(2.0)],
            [Math.Log(0.8), Math.Log(0.8)],
        ]);

        Assert.Equal(1.0, scores[0].GeometricMean, 12);
        Assert.Equal(0.8, scores[1].GeometricMean, 12);
        Assert.Equal(1.5, scores[0].WorstRegret, 12);
        Assert.Equal(0.6, scores[1].WorstRegret, 12);
    }
}
