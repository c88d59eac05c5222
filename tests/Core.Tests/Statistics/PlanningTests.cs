using PerfGate.Core.Statistics;

namespace PerfGate.Core.Tests.Statistics;

/// <summary>How many runs a decision takes, by the exact power of the t test and by published tables.</summary>
public class PlanningTests
{
    [Theory]
    [InlineData(2, 0.05, false)]
    [InlineData(3, 0.002, false)]
    [InlineData(4, 0.002, false)]
    [InlineData(2, 0.001, false)]
    [InlineData(1, 0.05, false)]
    [InlineData(0.5, 0.05, false)]
    [InlineData(3, 0.001, true)]
    [InlineData(2, 0.05, true)]
    [InlineData(1, 0.01, true)]
    public void The_runs_asked_for_prove_a_slow_down_in_four_of_five_experiments_and_two_fewer_do_not(
        double deviations, double alpha, bool paired)
    {
        var runs = Runs(deviations, alpha, paired)!.Value;

        // The distance of two quantiles is an approximation, which costs some power where the error rate is small.
        Assert.InRange(Power(runs, deviations, alpha, paired), 0.79, 1);
        Assert.InRange(Power(runs - 2, deviations, alpha, paired), 0, 0.8);
    }

    // Cohen (1988), table 2.4.1, and G*Power.
    [Theory]
    [InlineData(1, 14)]
    [InlineData(0.5, 51)]
    public void The_runs_of_a_one_sided_test_at_five_per_cent_are_those_of_the_tables(double deviations, int runs) =>
        Assert.Equal(runs, Runs(deviations, 0.05));

    [Fact]
    public void Ruling_a_slow_down_out_takes_as_many_runs_as_proving_one_as_far_away() => Assert.Equal(
        Runs(2, 0.001), Planning.RunsToDecide(-0.02, 0.01, paired: false, (1, 0.001), (0, 0.001), more: 1));

    [Fact]
    public void A_difference_at_the_margin_is_never_decided_however_quiet_the_machine()
    {
        Assert.Null(Planning.RunsToDecide(0.01, 0, paired: true, (0.01, 0.01), (0.01, 0.05), more: 5));
        Assert.Null(Planning.RunsToDecide(0.01, 0.001, paired: false, (0.01, 0.01), (0.01, 0.05), more: 5));
        Assert.Equal(6, Planning.RunsToDecide(0.011, 0, paired: true, (0.01, 0.01), (0.01, 0.05), more: 5));
        Assert.Equal(6, Planning.RunsToDecide(0.009, 0, paired: true, (0.01, 0.01), (0.01, 0.05), more: 5));
    }

    [Fact]
    public void More_than_a_thousand_runs_are_not_asked_for()
    {
        // z = 2.486 standard errors: 2 (2.486 / d)^2 runs a side.
        Assert.InRange(Runs(0.1125, 0.05)!.Value, 960, 1000);
        Assert.Null(Runs(0.11, 0.05));
    }

    // A side of n runs suffices where the truth lies beyond (t(5 %) + t(20 %)) standard errors of √(2 / n) deviations.
    [Fact]
    public void A_thousand_runs_are_the_most_that_are_asked_for()
    {
        var errors = StudentTail.Quantile(0.05, 2000) + StudentTail.Quantile(0.2, 2000);

        Assert.Equal(1000, Runs(errors * Math.Sqrt(2 / 999.5), 0.05));
        Assert.Null(Runs(errors * Math.Sqrt(2 / 1000.5), 0.05));
    }

    [Fact]
    public void The_smallest_detectable_slow_down_is_found_in_four_of_five_experiments()
    {
        const double Error = 0.004;
        var log = Math.Log(1 + Planning.MinimumDetectableEffect(Error, 18, 0.01, 0.002));

        var power = 1 - NoncentralStudent.Cdf(StudentTail.Quantile(0.002, 18), 18, (log - 0.01) / Error);
        Assert.Equal(0.8, power, 0.015);
    }

    [Fact]
    public void Without_noise_the_smallest_detectable_slow_down_is_the_tolerance() =>
        Assert.Equal(0.01, Planning.MinimumDetectableEffect(0, double.PositiveInfinity, Math.Log(1.01), 0.01), 1e-12);

    // Deviations between the truth and the margin.
    private static int? Runs(double deviations, double alpha, bool paired = false) =>
        Planning.RunsToDecide(0.01 * deviations, 0.01, paired, (0, alpha), (-1, alpha), more: 1);

    private static double Power(int runs, double deviations, double alpha, bool paired)
    {
        var (degrees, error) = paired ? (runs - 1, 1.0) : (2 * runs - 2, 2.0);
        var critical = StudentTail.Quantile(alpha, degrees);
        return 1 - NoncentralStudent.Cdf(critical, degrees, deviations * Math.Sqrt(runs / error));
    }

    // 1e308 stands for more than any number says.
    [Fact]
    public void Where_the_error_is_beyond_measure_no_slow_down_would_have_been_seen() =>
        Assert.Equal(EffectSize.Infinite, Planning.MinimumDetectableEffect(1e5, 4, 0.01, 0.01));

    // Two sides of n runs have 2 n - 2 degrees of freedom, and their difference an error of √(2 / n) deviations.
    [Theory]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(15)]
    public void The_runs_of_two_sides_are_the_fewest_whose_error_leaves_room_for_the_difference(int runs)
    {
        double Needed(int n) => Math.Sqrt(2.0 / n)
            * (StudentTail.Quantile(0.01, 2 * n - 2) + StudentTail.Quantile(0.2, 2 * n - 2));

        Assert.Equal(runs, Planning.RunsToDecide(
            Needed(runs) * 1.0001, 1, paired: false, (0, 0.01), (-1e9, 0.01), more: 1));
        Assert.Equal(runs + 1, Planning.RunsToDecide(
            Needed(runs) * 0.9999, 1, paired: false, (0, 0.01), (-1e9, 0.01), more: 1));
    }
}
