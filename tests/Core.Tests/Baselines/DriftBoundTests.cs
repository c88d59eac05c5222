using PerfGate.Core.Baselines;

namespace PerfGate.Core.Tests.Baselines;

public sealed class DriftBoundTests
{
    [Fact]
    public void Noise_that_is_equal_on_both_sides_is_noise_too() =>
        // One and four, two and eight: twice as slow, with a factor of four between the runs of either side.
        Assert.False(DriftBound.IsSlower([1, 4], [2, 8], 0.02));

    [Fact]
    public void Runs_that_do_not_vary_show_every_slow_down_beyond_the_bound()
    {
        Assert.True(DriftBound.IsSlower([100, 100], [103, 103], 0.02));
        Assert.False(DriftBound.IsSlower([100, 100], [101, 101], 0.02));
        Assert.True(DriftBound.IsFaster([103, 103], [100, 100], 0.02));
    }

    [Fact]
    public void A_single_run_shows_no_noise_and_is_held_to_the_bound()
    {
        Assert.True(DriftBound.IsSlower([100], [103, 104], 0.02));
        Assert.True(DriftBound.IsSlower([100, 101], [104], 0.02));
    }

    // Two runs a side at -1 and 1 %: a variance of 2, so 1 for a mean and √2 for the error of a difference. Student's t
    // of two degrees of freedom exceeds 6.965 in one of a hundred: 9.85 %.
    [Theory]
    [InlineData(9.7, false)]
    [InlineData(10.0, true)]
    public void Two_runs_a_side_have_two_degrees_of_freedom(double percent, bool slower)
    {
        static double[] Side(double shift) => [100 * Math.Exp((shift - 1) / 100), 100 * Math.Exp((shift + 1) / 100)];

        Assert.Equal(slower, DriftBound.IsSlower([.. Side(0)], [.. Side(percent)], 0.02));
        Assert.Equal(slower, DriftBound.IsFaster([.. Side(percent)], [.. Side(0)], 0.02));
    }

    [Theory]
    [InlineData(4.0, false)]
    [InlineData(4.4, true)]
    public void Beyond_the_noise_is_what_Welchs_test_proves_at_one_per_cent(double percent, bool slower)
    {
        // Five runs a side at √2 times -2 to 2 %: a variance of 5, so 1 for a mean and √2 for the error of a
        // difference, in per cent. Student's t of eight degrees of freedom exceeds 2.896 in one of a hundred: 4.10 %.
        double[] steps = [-2, -1, 0, 1, 2];
        double[] Side(double shift) => [.. steps.Select(s => 100 * Math.Exp((Math.Sqrt(2) * s + shift) / 100))];

        Assert.Equal(slower, DriftBound.IsSlower([.. Side(0)], [.. Side(percent)], 0.02));
    }
}
