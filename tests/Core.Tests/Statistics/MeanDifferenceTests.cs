using PerfGate.Core.Statistics;

namespace PerfGate.Core.Tests.Statistics;

/// <summary>The three designs of a comparison, by R's <c>t.test</c> of Student's data and by simulation.</summary>
public class MeanDifferenceTests
{
    // Extra hours of sleep with each of two drugs, ten patients: Student (1908), Biometrika 6, 1-25.
    internal static readonly double[] First = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
    internal static readonly double[] Second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

    [Fact]
    public void Without_noise_a_difference_beyond_the_margin_is_certain_and_the_margin_itself_proves_nothing()
    {
        var effect = new Effect(0.25, 0, double.PositiveInfinity, double.PositiveInfinity);

        Assert.Equal((0, 1, 1), (effect.PSlowerThan(0.125), effect.PSlowerThan(0.25), effect.PSlowerThan(0.5)));
        Assert.Equal((1, 1, 0), (effect.PFasterThan(0.125), effect.PFasterThan(0.25), effect.PFasterThan(0.5)));
    }

    [Fact]
    public void Two_groups_have_the_t_and_the_degrees_of_freedom_of_Welchs_test()
    {
        var effect = MeanDifference.Unpaired(First, Second);

        Assert.Equal(1.8608, effect.Difference / effect.StandardError, 5e-5);
        Assert.Equal(17.776, effect.DegreesOfFreedom, 5e-4);
        Assert.Equal(0.07939 / 2, effect.PSlowerThan(0), 5e-6);
    }

    // Welch (1947): n + 1 in place of n - 1, and 2 taken off at the end; for groups alike that would be two too many.
    [Fact]
    public void The_interval_has_Welchs_own_degrees_of_freedom_and_never_more_than_those_of_equal_variances()
    {
        double[] wide = [1, 9, 5, 2, 8];
        double[] narrow = [2, 4, 3, 5, 1, 3];
        var (a, b) = (Moments.Variance(wide) / 5, Moments.Variance(narrow) / 6);
        var welch = (a + b) * (a + b) / (a * a / 6 + b * b / 7) - 2;

        Assert.InRange(welch, 5, 8);
        Assert.Equal(welch, MeanDifference.Unpaired(wide, narrow).IntervalDegreesOfFreedom, 1e-12);
        Assert.Equal(welch, MeanDifference.Unpaired(narrow, wide).IntervalDegreesOfFreedom, 1e-12);
        Assert.Equal(8, MeanDifference.Unpaired(wide, wide).IntervalDegreesOfFreedom);
        Assert.Equal(18, MeanDifference.Unpaired(First, Second).IntervalDegreesOfFreedom);
        // Ten pairs have nine.
        Assert.Equal(9, MeanDifference.Paired(First).IntervalDegreesOfFreedom);
    }

    [Fact]
    public void The_degrees_of_freedom_lie_between_those_of_the_noisier_group_and_those_of_both()
    {
        double[] noisy = [1, 9, 5, 2, 8];
        double[] quiet = [1, 1.01, 0.99, 1, 1.005, 0.995, 1];

        Assert.Equal(4, MeanDifference.Unpaired(noisy, quiet).DegreesOfFreedom, 1e-4);
        Assert.Equal(4, MeanDifference.Unpaired(quiet, noisy).DegreesOfFreedom, 1e-4);
        // The same values on both sides: nothing is lost to unequal variances.
        Assert.Equal(8, MeanDifference.Unpaired(noisy, noisy).DegreesOfFreedom, 1e-9);
    }

    [Fact]
    public void Pairs_have_the_t_of_the_paired_test()
    {
        var effect = MeanDifference.Paired(ComparedRuns.Differences(First, Second));

        Assert.Equal(4.0621, effect.Difference / effect.StandardError, 5e-5);
        Assert.Equal(9, effect.DegreesOfFreedom);
        Assert.Equal(0.002833 / 2, effect.PSlowerThan(0), 5e-7);
    }

    [Fact]
    public void Days_that_do_not_differ_leave_the_candidates_own_noise_and_its_degrees_of_freedom()
    {
        var effect = MeanDifference.AcrossDays([0, 0, 0], ComparedRuns.Differences(First, Second));

        Assert.Equal(4.0621, effect.Difference / effect.StandardError, 5e-5);
        Assert.Equal(9, effect.DegreesOfFreedom, 1e-9);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void A_further_day_like_the_others_is_called_slower_as_often_as_asked_for(int days)
    {
        const int Sessions = 20_000;
        var random = new CounterRandom(3);
        var slower = 0;
        for (var i = 0; i < Sessions; i++)
        {
            double[] reference = [.. Normal(days, 1, ref random)];
            var today = random.NextNormal();
            double[] candidate = [.. Normal(4, 0.1, ref random).Select(x => today + x)];
            slower += MeanDifference.AcrossDays(reference, candidate).PSlowerThan(0) < 0.05 ? 1 : 0;
        }

        // Four standard errors.
        Assert.Equal(0.05, slower / (double)Sessions, 0.0062);
    }

    [Fact]
    public void What_is_taken_off_brings_its_own_uncertainty()
    {
        var effect = MeanDifference.Corrected(
            new(0.05, 0.003, 9, 9), shift: 0.02, variance: 0.004 * 0.004, degreesOfFreedom: 4);

        Assert.Equal(0.03, effect.Difference, 1e-12);
        Assert.Equal(0.005, effect.StandardError, 1e-12);
        // (9 + 16)^2 / (9^2 / 9 + 16^2 / 4)
        Assert.Equal(625 / 73.0, effect.DegreesOfFreedom, 1e-9);
    }

    private static double[] Normal(int count, double deviation, ref CounterRandom random)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++)
            values[i] = deviation * random.NextNormal();
        return values;
    }

    // Where nothing varies the difference is certain.
    [Fact]
    public void A_difference_of_constant_runs_has_no_error()
    {
        var certain = new Effect(1, 0, double.PositiveInfinity, double.PositiveInfinity);

        Assert.Equal(certain, MeanDifference.Unpaired([1, 1, 1], [2, 2, 2]));
        Assert.Equal(certain, MeanDifference.AcrossDays([1, 1, 1], [2, 2, 2]));
    }

    // Variances of the means of 1/2 each, of nine and of five runs: 13 degrees by Welch, at most 8 + 4.
    [Fact]
    public void A_standard_error_of_one_is_one_like_any_other()
    {
        var effect = MeanDifference.Unpaired([3, -3, 3, -3, 0, 0, 0, 0, 0], [1, -1, 2, -2, 0]);

        Assert.Equal((1.0, 12.0), (effect.StandardError, effect.IntervalDegreesOfFreedom));
    }
}
