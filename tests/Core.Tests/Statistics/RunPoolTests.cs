using System.Collections.Immutable;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Tests.Statistics;

/// <summary>The levels of the bootstrap, held against all resamples that there are.</summary>
public class RunPoolTests
{
    [Theory]
    [InlineData(new[] { 1.0, 2, 4, 8 })]
    [InlineData(new[] { 1.0, 2, 4, 8, 16 })]
    [InlineData(new[] { 3.0, 5 })]
    [InlineData(new[] { 3.0, 5, 4 })]
    public void A_draw_of_one_run_is_the_location_of_a_resample_of_its_samples(double[] samples)
    {
        var all = Resamples(samples).Select(r => Math.Log(InterquartileMean.Of(r))).ToArray();
        var possible = all.Select(Rounded).ToHashSet();
        var drawn = new List<double>();
        for (var seed = 0UL; seed < 100; seed++)
        {
            var random = new CounterRandom(seed);
            var pool = RunPool.Of(
                [
                    [.. samples],
                ],
                ref random
            );
            for (var i = 0; i < RunPool.Replicates; i++)
                drawn.Add(pool.ResampledMean(ref random));
        }

        Assert.All(drawn, value => Assert.Contains(Rounded(value), possible));
        // Of 100 pools of 64 each, every value drawn 64 times: five standard errors of the pools' mean.
        var error = Math.Sqrt(2 * Moments.Variance(all) / drawn.Count);
        Assert.Equal(all.Average(), drawn.Average(), 5 * error);
    }

    [Fact]
    public void The_differences_of_a_pool_from_itself_are_nought()
    {
        var random = new CounterRandom(5);
        var pool = RunPool.Of([[1.0, 2, 4], [8.0, 16, 32], [64.0, 128, 256]], ref random);

        var differences = RunPool.Differences(pool, pool);

        Assert.All(Enumerable.Range(0, 100), _ => Assert.Equal(0, differences.ResampledMean(ref random)));
    }

    // One run of a hundred is e times as slow: a draw has none of them or several, so it lies further above the mean
    // than below it.
    [Fact]
    public void The_draws_of_very_many_runs_are_as_skewed_as_the_runs()
    {
        var random = new CounterRandom(9);
        var pool = RunPool.Of(
            [.. Enumerable.Range(0, 2000).Select(run => ImmutableArray.Create(run % 100 == 0 ? Math.E : 1))],
            ref random
        );
        var draws = new double[2000];
        for (var i = 0; i < draws.Length; i++)
            draws[i] = pool.ResampledMean(ref random) - 0.01;

        Assert.True(draws.Max() > -1.1 * draws.Min(), $"{draws.Min()} to {draws.Max()}");
        Assert.True(draws.Sum(d => d * d * d) > 0);
    }

    [Fact]
    public void A_draw_of_two_runs_is_the_mean_of_two_of_them()
    {
        var random = new CounterRandom(5);
        var pool = RunPool.Of(
            [
                [1.0],
                [4.0],
            ],
            ref random
        );
        var counts = new int[3];
        for (var i = 0; i < 4000; i++)
        {
            // log 1, their mean and log 4 are 0, 1 and 2 in units of log 2.
            var units = pool.ResampledMean(ref random) / Math.Log(2);
            Assert.Equal(Math.Round(units), units, 1e-12);
            counts[(int)Math.Round(units)]++;
        }

        // One in four, one in two, one in four: five standard deviations.
        Assert.InRange(counts[0], 1000 - 137, 1000 + 137);
        Assert.InRange(counts[1], 2000 - 158, 2000 + 158);
    }

    [Fact]
    public void Runs_may_have_different_numbers_of_samples()
    {
        var random = new CounterRandom(6);
        var pool = RunPool.Of(
            [
                [2.0],
                [2.0, 2, 2, 2, 2],
            ],
            ref random
        );

        Assert.Equal(Math.Log(2), pool.ResampledMean(ref random), 1e-12);
    }

    private static double Rounded(double value) => Math.Round(value, 9);

    // Every choice of as many samples as there are, with replacement.
    private static IEnumerable<double[]> Resamples(double[] samples)
    {
        var n = samples.Length;
        for (var choice = 0; choice < Math.Pow(n, n); choice++)
        {
            var (rest, resample) = (choice, new double[n]);
            for (var i = 0; i < n; i++, rest /= n)
                resample[i] = samples[rest % n];
            yield return resample;
        }
    }

    // Of more runs than are drawn the mean's deviation is that of all of them.
    [Fact]
    public void The_mean_of_very_many_runs_lies_at_theirs_and_varies_as_theirs_does()
    {
        var random = new CounterRandom(5);
        var pool = RunPool.Of(
            [.. Enumerable.Range(0, 4000).Select(i => ImmutableArray.Create(i % 2 == 0 ? Math.E : 1.0))], ref random);
        var means = new double[2000];
        for (var i = 0; i < means.Length; i++)
            means[i] = pool.ResampledMean(ref random);

        Assert.Equal(0.5, Moments.Mean(means), 0.002);
        Assert.Equal(0.5 / Math.Sqrt(4000), Math.Sqrt(Moments.Variance(means)), 0.0005);
    }
}
