using PerfGate.Core.Statistics;

namespace PerfGate.Core.Tests.Statistics;

/// <summary>Numbers that others printed, reproduced to the digits given.</summary>
public class PublishedVectorTests
{
    private static readonly IReadOnlyDictionary<string, L4Series> L4 = Recordings.L4();

    private static readonly double[] Slow = [1.0, 1.1, 1.2, 1.15, 1.05];
    private static readonly double[] Fast = [0.8, 0.9, 0.85, 0.88, 0.82];

    [Theory]
    [InlineData("full-s512", "full-s128", 10.635862582428)]
    public void Hedges_g_with_the_exact_correction(string candidate, string reference, double g) =>
        Assert.Equal(g, EffectSize.HedgesG(Samples(reference), Samples(candidate)), 5e-13);

    [Theory]
    [InlineData("full-s512", "full-s128", 10.635871124643)]
    [InlineData("full-s256", "config-02", 0.170513137222)]
    [InlineData("local-s512", "full-s512", 0.331984189997)]
    public void Hedges_g_with_the_usual_approximation(string candidate, string reference, double g) =>
        Assert.Equal(g, EffectSize.HedgesGApproximate(Samples(reference), Samples(candidate)), 5e-13);

    [Theory]
    [InlineData("full-s512", "full-s128", 1)]
    [InlineData("full-s256", "config-02", 0.6796)]
    [InlineData("local-s512", "full-s512", 0.3636)]
    public void Cliffs_delta(string candidate, string reference, double delta) =>
        Assert.Equal(delta, EffectSize.CliffsDelta(Samples(reference), Samples(candidate)), 1e-12);

    [Theory]
    [InlineData("full-s512", "full-s128", 10000, 1.927574e-34)]
    [InlineData("full-s256", "config-02", 8398, 7.593951e-17)]
    [InlineData("local-s512", "full-s512", 6818, 8.791159e-06)]
    public void Mann_Whitney_with_ties_and_continuity(string candidate, string reference, double u, double p)
    {
        var test = MannWhitney.Test(Samples(reference), Samples(candidate));

        Assert.Equal(u, test.U);
        Assert.InRange(test.P, p * (1 - 5e-7), p * (1 + 5e-7));
        Assert.False(test.Exact);
    }

    [Fact]
    public void Hedges_g_of_five_against_five_with_the_usual_approximation() =>
        Assert.Equal(3.581523290340, EffectSize.HedgesGApproximate(Fast, Slow), 5e-13);

    [Fact]
    public void Mann_Whitney_of_five_against_five_is_exact() =>
        Assert.Equal(new MannWhitney(25, 2 / 252.0, true), MannWhitney.Test(Fast, Slow));

    [Fact]
    public void The_permutation_test_of_five_against_five_is_exact() =>
        Assert.Equal(2 / 252.0, PermutationTest.TwoSided(Fast, Slow, seed: 1), 1e-15);

    public static TheoryData<string> Published => [.. L4.Values.Where(s => s.Published is not null).Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Published))]
    public void Percentile_intervals_of_the_median_to_resampling_error(string name)
    {
        var samples = L4[name].Samples.AsSpan();
        var (median, low, high) = L4[name].Published!.Value;

        // Two sets of 10,000 resamples put the 2.5 % quantile within 0.7 % of each other (four standard errors of the difference, 0.6 %,
        // and a little for how quantiles are read between order statistics).
        var wide = PercentileBootstrap.OfMedian(samples, 0.964, seed: 1);
        var narrow = PercentileBootstrap.OfMedian(samples, 0.936, seed: 1);

        Assert.Equal(median, Quantiles.Median(samples), 1e-12);
        Assert.InRange(low, wide.Low, narrow.Low);
        Assert.InRange(high, narrow.High, wide.High);
    }

    [Fact]
    public void Power_of_the_t_test_by_the_noncentral_t_distribution()
    {
        // 20 a side, a true d of 0.5, two-sided 5 %: 0.3379 in Cohen (1988), table 2.3.5, and in G*Power.
        var critical = StudentTail.Quantile(0.025, 38);
        var noncentrality = 0.5 * Math.Sqrt(10);

        var power = 1 - NoncentralStudent.Cdf(critical, 38, noncentrality) + NoncentralStudent.Cdf(-critical, 38, noncentrality);

        Assert.Equal(0.3379, power, 1e-4);
    }

    private static ReadOnlySpan<double> Samples(string name) => L4[name].Samples.AsSpan();
}
