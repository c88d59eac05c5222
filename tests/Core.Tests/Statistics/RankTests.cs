using PerfGate.Core.Statistics;

namespace PerfGate.Core.Tests.Statistics;

public class RankTests
{
    [Fact]
    public void Ties_are_counted_exactly_by_going_through_all_splits()
    {
        double[] reference = [1, 2, 2, 3];
        double[] candidate = [2, 3, 3, 4, 4];

        Assert.Equal(BruteForce(reference, candidate), MannWhitney.Test(reference, candidate).P, 1e-12);
    }

    [Fact]
    public void Where_all_values_are_equal_nothing_is_different()
    {
        var p = MannWhitney.Test(new double[40], new double[40]).P;

        Assert.Equal(1, p);
    }

    [Fact]
    public void Holm_steps_down()
    {
        // Worked by hand: 0.01·4, 0.02·3, 0.03·2 (raised to the one before), 0.04·1 (raised likewise).
        Assert.Equal(
            [0.04, 0.06, 0.06, 0.06],
            Multiplicity.Holm([0.01, 0.02, 0.03, 0.04]).Select(p => Math.Round(p, 12))
        );
    }

    [Fact]
    public void Holm_keeps_the_order_in_which_the_p_values_came() =>
        Assert.Equal(
            [0.06, 0.04, 0.06, 0.06],
            Multiplicity.Holm([0.04, 0.01, 0.03, 0.02]).Select(p => Math.Round(p, 12))
        );

    [Fact]
    public void A_history_with_a_step_has_a_change_point_at_its_first_run()
    {
        var random = new CounterRandom(1);
        double[] history = [.. Enumerable.Range(0, 40).Select(i => (i < 23 ? 100 : 104) + random.NextNormal())];

        Assert.Equal([23], ChangePoints.Of(history));
    }

    [Fact]
    public void A_history_without_a_step_has_none()
    {
        var random = new CounterRandom(2);
        double[] history = [.. Enumerable.Range(0, 40).Select(_ => 100 + random.NextNormal())];

        Assert.Empty(ChangePoints.Of(history));
    }

    // Below five runs on either side a level is a matter of luck.
    [Theory]
    [InlineData(5, true)]
    [InlineData(4, false)]
    public void A_level_has_five_runs_or_more(int first, bool found)
    {
        double[] history = [.. Enumerable.Range(0, 25).Select(i => (i < first ? 100 : 120) + i % 3 * 0.1)];

        Assert.Equal(found ? [first] : [], ChangePoints.Of(history));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Drawn_permutations_give_the_share_of_all_of_them_whichever_side_is_smaller(bool swapped)
    {
        // 234,136 splits: just too many to go through, so that 10,000 are drawn.
        var random = new CounterRandom(4);
        double[] few = [101.2, 100.9, 101.1];
        double[] many = [.. Enumerable.Range(0, 110).Select(_ => 100 + random.NextNormal())];
        double[] pooled = [.. few, .. many];
        var centre = 3 * Moments.Mean(pooled);
        var (extreme, all) = (0, 0);
        for (var i = 0; i < pooled.Length; i++)
        {
            for (var j = i + 1; j < pooled.Length; j++)
            {
                for (var k = j + 1; k < pooled.Length; k++, all++)
                    extreme +=
                        Math.Abs(pooled[i] + pooled[j] + pooled[k] - centre) >= few.Sum() - centre - 1e-9 ? 1 : 0;
            }
        }

        var p = swapped ? PermutationTest.TwoSided(many, few, seed: 1) : PermutationTest.TwoSided(few, many, seed: 1);

        // Four standard errors of a share among 10,000.
        var exact = (double)extreme / all;
        Assert.Equal(exact, p, 4 * Math.Sqrt(exact * (1 - exact) / PermutationTest.Draws));
    }

    // A single run that is far from all others is the most extreme of the n splits.
    [Theory]
    [InlineData(200_000, 1 / 200_000.0)]
    [InlineData(200_001, 1 / (PermutationTest.Draws + 1.0))]
    public void Up_to_200000_splits_are_gone_through(int runs, double p) =>
        Assert.Equal(
            p,
            PermutationTest.TwoSided([.. Enumerable.Range(1, runs - 1).Select(i => 1e-6 * i)], [1e6], seed: 1),
            0.1 * p
        );

    [Fact]
    public void Among_runs_that_are_all_equal_every_drawn_split_is_as_extreme_as_the_observed_one()
    {
        double[] runs = [.. Enumerable.Repeat(5.0, 30)];

        Assert.Equal(1, PermutationTest.TwoSided(runs, runs, seed: 1));
    }

    private static double BruteForce(double[] reference, double[] candidate)
    {
        double[] pooled = [.. reference, .. candidate];
        var observed = U(reference, candidate);
        var (below, above, all) = (0, 0, 0);
        for (var mask = 0; mask < 1 << pooled.Length; mask++)
        {
            if (int.PopCount(mask) != candidate.Length)
                continue;
            var u = U(
                [.. pooled.Where((_, i) => (mask >> i & 1) == 0)],
                [.. pooled.Where((_, i) => (mask >> i & 1) == 1)]
            );
            all++;
            below += u <= observed ? 1 : 0;
            above += u >= observed ? 1 : 0;
        }

        return Math.Min(1, 2.0 * Math.Min(below, above) / all);
    }

    private static double U(double[] reference, double[] candidate) =>
        candidate.Sum(c => reference.Sum(r => c > r ? 1 : c == r ? 0.5 : 0));

    // Complete separation of 5 and 6 runs is rarer than the error divided by 11: 2 of 462 splits. Of 4 runs nothing
    // can be said.
    [Fact]
    public void Eleven_runs_are_the_fewest_that_show_a_change()
    {
        Assert.Equal([5], ChangePoints.Of([1, 1.1, 1.2, 1.3, 1.4, 2, 2.1, 2.2, 2.3, 2.4, 2.5]));
        Assert.Empty(ChangePoints.Of([1, 1.1, 2, 2.1]));
    }

    [Fact]
    public void Two_large_groups_that_lie_evenly_among_each_other_differ_in_nothing()
    {
        double[] values = [.. Enumerable.Range(0, 30).Select(i => (double)i)];

        Assert.Equal((450, 1), (MannWhitney.Test(values, values).U, MannWhitney.Test(values, values).P));
    }
}
