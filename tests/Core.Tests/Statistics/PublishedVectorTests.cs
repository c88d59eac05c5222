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
    }

    [Fact]
    public void Mann_Whitney_of_five_against_five_is_exact() =>
        Assert.Equal(new MannWhitney(25, 2 / 252.0), MannWhitney.Test(Fast, Slow));

    // Of the splits of 25 and 25 values, 1.26e14, two lie as far apart as can be. With one value more the normal
    // approximation takes over: U is 325 above its mean, its variance 25 · 26 · 52 / 12.
    [Fact]
    public void Mann_Whitney_counts_all_splits_of_fifty_values_and_approximates_those_of_more()
    {
        double[] low = [.. Enumerable.Range(0, 25)];
        double[] high = [.. Enumerable.Range(100, 25)];

        Assert.Equal(2 / 126_410_606_437_752.0, MannWhitney.Test(low, high).P, 1e-20);
        Assert.Equal(
            2 * StudentTail.Upper(324.5 / Math.Sqrt(25 * 26 * 52 / 12.0), double.PositiveInfinity),
            MannWhitney.Test(low, [.. high, 200]).P,
            1e-15
        );
    }

    [Fact]
    public void The_permutation_test_of_five_against_five_is_exact() =>
        Assert.Equal(2 / 252.0, PermutationTest.TwoSided(Fast, Slow, seed: 1), 1e-15);

    [Fact]
    public void Power_of_the_t_test_by_the_noncentral_t_distribution()
    {
        // 20 a side, a true d of 0.5, two-sided 5 %: 0.3379 in Cohen (1988), table 2.3.5, and in G*Power.
        var critical = StudentTail.Quantile(0.025, 38);
        var noncentrality = 0.5 * Math.Sqrt(10);

        var power =
            1
            - NoncentralStudent.Cdf(critical, 38, noncentrality)
            + NoncentralStudent.Cdf(-critical, 38, noncentrality);

        Assert.Equal(0.3379, power, 1e-4);
    }

    private static ReadOnlySpan<double> Samples(string name) => L4[name].Samples.AsSpan();
}
