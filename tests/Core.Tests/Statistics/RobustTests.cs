using PerfGate.Core.Statistics;

namespace PerfGate.Core.Tests.Statistics;

/// <summary>Estimators that one far-off run hardly moves.</summary>
public class RobustTests
{
    // zupat/related_post_gen#500: ten processes, milliseconds.
    internal static readonly double[] Ten =
        [5.633598, 5.501759, 5.907097, 5.606639, 5.600769, 5.995478, 5.583089, 10.155079, 5.563859, 5.500649];

    private static double[] Logs(params double[] times) => [.. times.Select(t => Math.Log(t))];

    [Fact]
    public void Order_statistics_of_pairs_are_those_of_all_pairs_made()
    {
        var random = new Random(3);
        for (var trial = 0; trial < 300; trial++)
        {
            // Whole numbers, so that many pairs tie, and fractions.
            var scale = trial % 2 == 0 ? 1 : 0.37;
            double[] a = [.. Enumerable.Range(0, random.Next(2, 14)).Select(_ => scale * random.Next(-6, 6)).Order()];
            double[] b = [.. Enumerable.Range(0, random.Next(1, 14)).Select(_ => scale * random.Next(-6, 6)).Order()];
            double[] distances =
            [
                .. from i in Enumerable.Range(0, a.Length) from j in Enumerable.Range(0, i) select a[i] - a[j],
            ];
            Array.Sort(distances);
            double[] means =
            [
                .. from i in Enumerable.Range(0, a.Length)
                from j in Enumerable.Range(0, i + 1)
                select (a[i] + a[j]) / 2,
            ];

            var rank = random.Next(1, distances.Length + 1);
            Assert.Equal(distances[rank - 1], RankSelection.Distance(a, rank));
            Assert.Equal(
                Quantiles.Median([.. from x in a from y in b select y - x]), RankSelection.MedianDifference(a, b), 12);
            Assert.Equal(Quantiles.Median(means), RankSelection.MedianPairMean(a), 12);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(20)]
    [InlineData(41)]
    public void The_spread_of_normal_runs_is_their_standard_deviation_on_average(int runs)
    {
        var random = new CounterRandom(8);
        var estimates = new double[8000];
        for (var i = 0; i < estimates.Length; i++)
        {
            var values = new double[runs];
            for (var k = 0; k < runs; k++)
                values[k] = random.NextNormal();
            estimates[i] = RobustSpread.Qn(values);
        }

        // Five standard errors at two runs, where it varies by 75 %.
        Assert.Equal(1, Moments.Mean(estimates), 0.042);
    }

    [Fact]
    public void One_far_run_of_ten_does_not_raise_the_spread_tenfold()
    {
        double[] nine = [.. Ten.Where(t => t < 10)];
        var far = RobustSpread.Of(Logs(Ten));

        Assert.InRange(far / RobustSpread.Of(Logs(nine)), 0.8, 1.6);
        Assert.True(Math.Sqrt(Moments.Variance(Logs(Ten))) > 5 * far, $"{far}");
    }

    [Fact]
    public void The_spread_is_never_more_than_the_standard_deviation()
    {
        // Two groups: every distance between them is far larger than the standard deviation.
        double[] two = [0, 0.01, 1, 1.01, 1.02];

        Assert.True(
            RobustSpread.Qn(two) > Math.Sqrt(Moments.Variance(two)) || RobustSpread.Of(two) == RobustSpread.Qn(two));
        Assert.All(Enumerable.Range(0, 200), seed =>
        {
            var random = new Random(seed);
            double[] values = [.. Enumerable.Range(0, 5 + seed % 16).Select(_ => random.NextDouble())];
            Assert.True(RobustSpread.Of(values) <= Math.Sqrt(Moments.Variance(values)));
            Assert.Equal(3 * RobustSpread.Of(values), RobustSpread.Of([.. values.Select(v => 3 * v + 7)]), 10);
        });
    }

    [Fact]
    public void A_hundred_thousand_values_are_no_matter()
    {
        var random = new CounterRandom(4);
        double[] values = [.. Enumerable.Range(0, 100_000).Select(_ => random.NextNormal())];

        Assert.Equal(1, RobustSpread.Of(values), 0.02);
        Assert.Equal(0.5, HodgesLehmann.Shift(values, [.. values.Select(v => v + 0.5)]), 0.001);
    }

    [Fact]
    public void The_typical_shift_is_that_of_the_runs_that_agree()
    {
        double[] slower = [.. Ten.Where(t => t < 10).Select(t => 1.1 * t)];

        Assert.InRange(Math.Exp(HodgesLehmann.Shift(Logs(Ten), Logs(slower))), 1.085, 1.105);
        // The mean over all runs is another story.
        Assert.InRange(Math.Exp(MeanDifference.Unpaired(Logs(Ten), Logs(slower)).Difference), 1.02, 1.05);
        Assert.Equal(0.02, HodgesLehmann.Centre([0.02, 0.021, 0.019, 0.02, 0.7]), 0.01);
    }

    [Fact]
    public void The_far_run_of_ten_is_found_and_no_other() => Assert.Equal([7], FarRuns.Of(Logs(Ten), 0.01));

    [Fact]
    public void A_fast_run_is_far_too() =>
        Assert.Equal([2], FarRuns.Of(Logs(10, 10.01, 6, 9.99, 10.02, 10, 9.98, 10.01), 0.01));

    [Fact]
    public void A_second_far_run_does_not_hide_the_first() =>
        Assert.Equal([1, 6], FarRuns.Of(Logs(10, 15, 10.1, 9.9, 10, 10.05, 14.8, 9.95, 10.02, 10), 0.01));

    [Fact]
    public void Half_of_the_runs_in_another_mode_are_not_far() =>
        Assert.Empty(FarRuns.Of(Logs(10, 15, 10, 15.01, 10.01, 14.99, 10, 15.02, 10.02, 15), 0.01));

    [Fact]
    public void Runs_nearer_than_the_tolerance_are_not_far() =>
        Assert.Empty(FarRuns.Of(Logs(10, 10, 10.0001, 10, 10, 10.04, 10, 10), 0.01));

    // Seven runs at nought: the eighth lies as far from their mean as its value says.
    [Theory]
    [InlineData(6.9, new[] { 7 })]
    [InlineData(7, new int[0])]
    public void A_run_is_far_where_it_lies_further_than_the_tolerance_from_the_mean_of_the_others(
        double tolerance, int[] far) =>
        Assert.Equal(far, FarRuns.Of([0, 0, 0, 0, 0, 0, 0, 7], tolerance));

    [Theory]
    [InlineData(100, 1)]
    [InlineData(101, 0)]
    public void Of_more_than_a_hundred_runs_nothing_is_said(int runs, int far) =>
        Assert.Equal(far, FarRuns.Of([.. new double[runs - 1], 4], 3).Length);

    // Fifteen runs at nought and one at four have a standard deviation of one.
    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_run_is_far_in_every_unit(double unit) =>
        Assert.Equal([15], FarRuns.Of([.. new double[15], 4 * unit], 3 * unit));

    // Grubbs (1969), Technometrics 11, 1-21, table 1: one value of n is an outlier at 1 %, two-sided, from so many
    // standard deviations from the mean on. Rosner's first step is that test.
    [Theory]
    [InlineData(5, 1.764)]
    [InlineData(10, 2.482)]
    [InlineData(20, 3.001)]
    public void A_run_is_far_beyond_the_published_critical_deviate(int runs, double critical)
    {
        Assert.Empty(FarRuns.Of(Deviating(0.997 * critical), 0));
        Assert.Equal([runs - 1], FarRuns.Of(Deviating(1.003 * critical), 0));

        // Evenly spaced runs and a last one as far off as asked for.
        double[] Deviating(double deviate)
        {
            var values = Enumerable.Range(0, runs).Select(i => (double)i).ToArray();
            var (low, high) = (runs / 2.0, 1e6);
            while (high - low > 1e-9)
            {
                values[^1] = (low + high) / 2;
                var mean = values.Average();
                var deviation = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (runs - 1));
                (low, high) = (values[^1] - mean) / deviation < deviate ? (values[^1], high) : (low, values[^1]);
            }

            return values;
        }
    }

    [Fact]
    public void Of_four_runs_nothing_is_said() => Assert.Empty(FarRuns.Of(Logs(10, 10.001, 9.999, 20), 0.01));

    [Theory]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(20)]
    public void Normal_runs_seldom_have_a_far_one(int runs)
    {
        var random = new CounterRandom(12);
        var named = 0;
        for (var i = 0; i < 2000; i++)
        {
            var values = new double[runs];
            for (var k = 0; k < runs; k++)
                values[k] = random.NextNormal();
            named += FarRuns.Of(values, 0).Length > 0 ? 1 : 0;
        }

        // 1 % is asked for; its approximation for a few runs and four standard errors are allowed for.
        Assert.InRange(named, 1, 45);
    }
}
