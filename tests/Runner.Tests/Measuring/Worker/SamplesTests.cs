using PerfGate.Runner.Measuring.Worker;

namespace PerfGate.Runner.Tests.Measuring.Worker;

/// <summary>Samples as batch after batch comes in.</summary>
public sealed class SamplesTests
{
    [Fact]
    public void The_time_of_each_launch_is_its_own_interquartile_mean_over_all_batches()
    {
        var samples = new Samples();
        samples.Add(
            new(
                [30, 31],
                [
                    [10, 11],
                    [20, 20],
                ]
            )
        );
        samples.Add(
            new(
                [32, 933],
                [
                    [12, 913],
                    [20, 20],
                ]
            )
        );

        // Of 10, 11, 12 and 913 the middle two count.
        Assert.Equal([11.5, 20], samples.LaunchTimes()!.Value);
        Assert.Equal((4, 1026e-9), (samples.Count, Math.Round(samples.Seconds, 12)));
    }

    [Fact]
    public void Of_a_device_that_does_not_tell_launches_apart_their_times_are_not_known()
    {
        var samples = new Samples();
        samples.Add(new([30, 31]));

        Assert.Null(samples.LaunchTimes());
    }
}
