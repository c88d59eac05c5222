using PerfGate.Core.Statistics;

namespace PerfGate.Core.Tests.Statistics;

/// <summary>The noncentral t distribution at both ends of its degrees of freedom.</summary>
public class NoncentralStudentTests
{
    // Φ(t - δ): with so many degrees of freedom the deviation is as good as known.
    [Theory]
    [InlineData(3, 1, 0.977250)]
    [InlineData(-1, 1, 0.022750)]
    [InlineData(2, 2, 0.5)]
    public void With_a_million_degrees_of_freedom_it_is_the_normal_one(double t, double noncentrality, double p) =>
        Assert.Equal(p, NoncentralStudent.Cdf(t, 1_000_000, noncentrality), 2e-6);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(300)]
    public void Without_a_difference_it_is_Students(int degreesOfFreedom)
    {
        foreach (var t in new[] { -2.5, -0.3, 0, 1, 4 })
        {
            Assert.Equal(
                1 - StudentTail.Upper(t, degreesOfFreedom), NoncentralStudent.Cdf(t, degreesOfFreedom, 0), 1e-4);
        }
    }

    [Theory]
    [InlineData(5, 2.5)]
    [InlineData(40, -3)]
    [InlineData(100_000, 60)]
    public void The_noncentrality_is_the_one_whose_distribution_has_the_probability(int degreesOfFreedom, double t)
    {
        foreach (var p in new[] { 0.025, 0.5, 0.975 })
        {
            var noncentrality = NoncentralStudent.Noncentrality(t, degreesOfFreedom, p);

            Assert.Equal(p, NoncentralStudent.Cdf(t, degreesOfFreedom, noncentrality), 1e-6);
        }
    }

    // With one and two degrees of freedom the quantile has a closed form: cot(pi p), and (1 - 2p) / sqrt(2p (1 - p)).
    [Theory]
    [InlineData(1, 0.25)]
    [InlineData(1, 1e-3)]
    [InlineData(1, 1e-4)]
    [InlineData(1, 6e-16)]
    [InlineData(1, 1e-100)]
    [InlineData(2, 0.25)]
    [InlineData(2, 1e-5)]
    [InlineData(2, 1e-12)]
    [InlineData(2, 1e-100)]
    public void A_quantile_of_student_is_right_however_far_out(int degreesOfFreedom, double p)
    {
        var expected = degreesOfFreedom == 1 ? 1 / Math.Tan(Math.PI * p) : (1 - 2 * p) / Math.Sqrt(2 * p * (1 - p));

        Assert.Equal(1, StudentTail.Quantile(p, degreesOfFreedom) / expected, 1e-7);
        // Of a probability near 1 few digits are left.
        if (p > 1e-16)
            Assert.Equal(1, -StudentTail.Quantile(1 - p, degreesOfFreedom) / expected, p < 1e-5 ? 0.2 : 1e-7);
    }

    [Fact]
    public void A_quantile_at_the_ends_is_infinite()
    {
        Assert.Equal(double.PositiveInfinity, StudentTail.Quantile(0, 4));
        Assert.Equal(double.NegativeInfinity, StudentTail.Quantile(1, 4));
    }
}
