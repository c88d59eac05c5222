using PerfGate.Core.Statistics;

namespace PerfGate.Core.Tests.Statistics;

/// <summary>How well a run's location is known from its own samples.</summary>
public class LocationErrorTests
{
    [Fact]
    public void Eight_samples_by_hand() =>
        // Winsorised to 3 3 3 4 5 6 6 6: mean 4.5, squares 14, so √(14/7) / (½ √8) = 1.
        Assert.Equal(1, LocationError.Of([5, 1, 8, 3, 2, 7, 4, 6]), 1e-12);

    [Fact]
    public void A_far_sample_on_either_side_does_not_count()
    {
        var usual = LocationError.Of([1, 2, 3, 4, 5, 6, 7, 8]);

        Assert.Equal(usual, LocationError.Of([1, 2, 3, 4, 5, 6, 7, 1e9]), 1e-12);
        Assert.Equal(usual, LocationError.Of([-1e9, 2, 3, 4, 5, 6, 7, 8]), 1e-12);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(100)]
    public void It_is_the_deviation_of_the_interquartile_mean_of_normal_samples(int samples)
    {
        const int Runs = 4000;
        var random = new CounterRandom(6);
        var (locations, variance) = (new double[Runs], 0.0);
        for (var run = 0; run < Runs; run++)
        {
            var values = new double[samples];
            for (var i = 0; i < samples; i++)
                values[i] = random.NextNormal();
            locations[run] = InterquartileMean.Of(values);
            variance += LocationError.Of(values) * LocationError.Of(values) / Runs;
        }

        // A deviation of 4000 values has a standard error of 1.1 %; the formula itself is good to a few per cent.
        Assert.Equal(1, Math.Sqrt(variance / Moments.Variance(locations)), 0.06);
    }

    [Fact]
    public void One_sample_tells_nothing_of_its_error() => Assert.Equal(double.PositiveInfinity, LocationError.Of([3]));

    [Fact]
    public void Two_samples_have_an_error() => Assert.Equal(1, LocationError.Of([1, 2]), 1e-12);
}
