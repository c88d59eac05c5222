using System.Collections.Immutable;
using PerfGate.Core.Devices;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Tests.Measuring;

/// <summary>What is kept of a measurement with too many samples.</summary>
public sealed class MeasurementBoundsTests
{
    [Theory]
    [InlineData(1000, new[] { 100, 300 })]
    [InlineData(400, new[] { 100, 300 })]
    [InlineData(399, new[] { 100, 299 })]
    [InlineData(250, new[] { 100, 150 })]
    [InlineData(60, new[] { 30, 30 })]
    [InlineData(1, new[] { 1, 1 })]
    public void Only_the_longest_runs_are_cut_to_what_is_left_for_them(int most, int[] kept) =>
        Assert.Equal(kept, Measured(100, 300).Bounded(most).Cases.Single().Runs.Select(r => r.Samples.Length));

    // Samples of both sides and times of launches count alike.
    [Fact]
    public void Every_series_of_a_run_is_cut()
    {
        static ImmutableArray<double> Long() => [.. Enumerable.Range(0, 100).Select(i => 1000.0 + i)];
        var measured = Measured(100);
        var run = measured.Cases[0].Runs[0] with
        {
            ReferenceSamples = Long(), LaunchTimes = Long(), ReferenceLaunchTimes = Long(),
        };
        var cut = (measured with { Cases = [measured.Cases[0] with { Runs = [run] }] }).Bounded(200).Cases[0].Runs[0];

        Assert.Equal(
            (50, 50, 50, 50),
            (
                cut.Samples.Length, cut.ReferenceSamples!.Value.Length, cut.LaunchTimes!.Value.Length,
                cut.ReferenceLaunchTimes!.Value.Length));
    }

    private static Measurement Measured(params int[] lengths) =>
        new()
        {
            StartedAt = DateTimeOffset.UnixEpoch,
            WallSeconds = 1,
            Environment = PerfGate.Tests.Support.Environments.Of(DeviceKind.Host),
            Cases =
            [
                new()
                {
                    Name = "a",
                    Benchmark = "a",
                    Status = CaseStatus.Measured,
                    Runs =
                    [
                        .. lengths.Select((length, run) => new CaseRun
                        {
                            Run = run,
                            Samples = [.. Enumerable.Range(0, length).Select(i => 1000.0 + i)],
                        }),
                    ],
                },
            ],
        };
}
