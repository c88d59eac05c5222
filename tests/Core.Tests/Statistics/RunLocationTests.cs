using PerfGate.Core.Statistics;

namespace PerfGate.Core.Tests.Statistics;

public sealed class RunLocationTests
{
    [Fact]
    public void Runs_without_a_usable_time_are_left_out() => Assert.Equal(
        100, RunLocation.Of([[], [0], [-100], [double.NaN], [double.PositiveInfinity], [100]])!.Value, 1e-9);

    [Fact]
    public void Without_any_usable_time_there_is_no_location() => Assert.Null(RunLocation.Of([[0], []]));

    [Fact]
    public void Without_samples_there_is_no_interquartile_mean() =>
        Assert.Throws<ArgumentException>(() => InterquartileMean.Of([]));
}
