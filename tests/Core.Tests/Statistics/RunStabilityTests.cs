using PerfGate.Core.Statistics;

namespace PerfGate.Core.Tests.Statistics;

public class RunStabilityTests
{
    [Theory]
    [InlineData("full-s512")]
    [InlineData("full-s1024")]
    [InlineData("phase2-s512")]
    [InlineData("local-s512")]
    [InlineData("config-05")]
    [InlineData("config-08")]
    [InlineData("config-10")]
    public void A_recorded_series_that_steps_midway_is_unstable(string name)
    {
        var found = RunStability.Examine(Recordings.L4()[name].Samples.AsSpan(), tolerance: 0.01);

        Assert.False(found.Stable);
        Assert.Contains("% ", found.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("full-s128")]
    [InlineData("full-s256")]
    [InlineData("local-s128")]
    [InlineData("config-01")]
    [InlineData("config-02")]
    [InlineData("config-06")]
    [InlineData("config-07")]
    public void A_recorded_series_with_nothing_but_warm_up_is_steady(string name) =>
        Assert.True(RunStability.Examine(Recordings.L4()[name].Samples.AsSpan(), tolerance: 0.01).Stable);

    [Fact]
    public void No_run_recorded_on_a_quiet_gpu_is_called_unstable() =>
        Assert.DoesNotContain(Recordings.H200(), s => !RunStability.Examine(s.Samples.AsSpan(), tolerance: 0.005).Stable);

    [Fact]
    public void Constant_samples_are_steady() =>
        Assert.True(RunStability.Examine(Enumerable.Repeat(3200.0, 100).ToArray(), 0.01).Stable);

    [Fact]
    public void A_step_between_constant_levels_is_found_where_it_lies()
    {
        double[] samples = [.. Enumerable.Repeat(3200.0, 60), .. Enumerable.Repeat(3520.0, 40)];

        Assert.Equal(
            "its regime shifted: samples 61 to 100 of 100 are 10.0 % slower than the rest",
            RunStability.Examine(samples, 0.01).Reason);
    }
}
