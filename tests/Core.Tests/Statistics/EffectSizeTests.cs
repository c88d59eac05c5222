using PerfGate.Core.Statistics;

namespace PerfGate.Core.Tests.Statistics;

/// <summary>
/// Intervals of Hedges' g. The numbers come from another program: a midpoint rule of 4000 steps over the chi
/// density, and bisection.
/// </summary>
public class EffectSizeTests
{
    // Hedges (1981): Γ(m/2) / (√(m/2) Γ((m-1)/2)), where Γ(1/2) is √π and Γ(3/2) is half of that.
    [Fact]
    public void The_correction_is_exact_down_to_two_degrees_of_freedom()
    {
        Assert.Equal(1 / Math.Sqrt(Math.PI), EffectSize.ExactCorrection(2), 1e-15);
        Assert.Equal(Math.Sqrt(Math.PI / 6), EffectSize.ExactCorrection(3), 1e-15);
        Assert.Equal(1, EffectSize.ExactCorrection(1));
    }

    [Fact]
    public void The_interval_of_g_for_five_against_five()
    {
        var (low, high) = EffectSize.HedgesGInterval([0.8, 0.9, 0.85, 0.88, 0.82], [1.0, 1.1, 1.2, 1.15, 1.05], 0.95);

        Assert.Equal(1.49746710, low, 1e-6);
        Assert.Equal(5.60179142, high, 1e-6);
    }

    [Fact]
    public void The_interval_of_g_for_Students_sleep_data()
    {
        var (low, high) = EffectSize.HedgesGInterval(MeanDifferenceTests.First, MeanDifferenceTests.Second, 0.95);

        Assert.Equal(-0.09140773, low, 1e-6);
        Assert.Equal(1.66517179, high, 1e-6);
    }

    [Fact]
    public void The_interval_of_g_for_groups_of_unequal_size_is_the_usual_one_where_they_are_large()
    {
        double[] reference = [.. Enumerable.Range(0, 900).Select(i => (double)(i % 30))];
        double[] candidate = [.. Enumerable.Range(0, 300).Select(i => i % 30 + 4.0)];
        var g = EffectSize.HedgesG(reference, candidate);
        var (low, high) = EffectSize.HedgesGInterval(reference, candidate, 0.95);

        // Hedges and Olkin (1985): the variance of g is 1/n + 1/m + g²/(2(n + m)).
        var half = 1.959964 * Math.Sqrt(1 / 900.0 + 1 / 300.0 + g * g / 2400);
        Assert.Equal(g - half, low, 0.002);
        Assert.Equal(g + half, high, 0.002);
    }

    [Fact]
    public void Where_nothing_varies_the_interval_is_g_itself()
    {
        Assert.Equal((0, 0), EffectSize.HedgesGInterval([1, 1, 1], [1, 1, 1], 0.95));
        Assert.Equal(
            (EffectSize.Infinite, EffectSize.Infinite), EffectSize.HedgesGInterval([1, 1, 1], [2, 2, 2], 0.95));
    }

    [Fact]
    public void A_g_of_nought_between_groups_that_vary_has_an_interval()
    {
        var (low, high) = EffectSize.HedgesGInterval([1, 2, 3], [1, 2, 3], 0.95);

        Assert.Equal(-high, low, 1e-6);
        Assert.True(high > 1);
    }

    // Where the means are equal g is 0 for certain only if nothing varies at all.
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    public void The_interval_of_no_difference_is_as_wide_as_the_values_vary(double before, double now)
    {
        var (low, high) = EffectSize.HedgesGInterval([9 - before, 9, 9 + before], [9 - now, 9, 9 + now], 0.95);

        Assert.InRange(low, -10, -0.5);
        Assert.Equal(-low, high, 1e-6);
        Assert.Equal((0, 0), EffectSize.HedgesGInterval([9, 9, 9], [9, 9, 9], 0.95));
    }
}
