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
    public void Only_the_longest_runs_are_cut_to_what_is_left_for_them(int most, int[] kept) =>
        Assert.Equal(kept, Measured(100, 300).Bounded(most).Cases.Single().Runs.Select(r => r.Samples.Length));

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
