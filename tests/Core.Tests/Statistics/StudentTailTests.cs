using PerfGate.Core.Statistics;

namespace PerfGate.Core.Tests.Statistics;

/// <summary>The upper tail of Student's t by its closed forms.</summary>
public class StudentTailTests
{
    [Theory]
    [InlineData(double.PositiveInfinity, 0)]
    [InlineData(double.NegativeInfinity, 1)]
    public void Nothing_lies_beyond_infinity(double t, double p) => Assert.Equal(p, StudentTail.Upper(t, 5));

    // One degree: Cauchy's distribution. Two: 1/2 - t / (2 √(2 + t²)).
    [Theory]
    [InlineData(1)]
    [InlineData(-0.3)]
    [InlineData(31.8)]
    public void With_one_and_two_degrees_of_freedom_it_is_elementary(double t)
    {
        Assert.Equal(0.5 - Math.Atan(t) / Math.PI, StudentTail.Upper(t, 1), 1e-12);
        Assert.Equal(0.5 - t / (2 * Math.Sqrt(2 + t * t)), StudentTail.Upper(t, 2), 1e-12);
    }

    // Far out the tail of two degrees is 1 / (2 t²); what 1 - p would leave of it is noise.
    [Fact]
    public void A_small_probability_keeps_its_digits() => Assert.Equal(1, StudentTail.Upper(1e8, 2) * 2e16, 1e-9);
}
