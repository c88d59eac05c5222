using System.Text.Json;
using PerfGate.Core.Baselines;
using PerfGate.Core.Devices;
using PerfGate.Core.Formats;
using PerfGate.Core.Measurements;

namespace PerfGate.Runner.Tests.References;

/// <summary>Baseline files to commit.</summary>
internal static class BaselineText
{
    public const string Device = "host-test";

    /// <summary>
    /// A baseline of one case, its samples around a time in nanoseconds by which a test knows it again.
    /// </summary>
    public static string Of(double time, string? commit = null) =>
        JsonSerializer.Serialize(Baseline(time, commit), PerfGateJson.Default.Baseline) + "\n";

    /// <inheritdoc cref="Of"/>
    public static Baseline Baseline(double time, string? commit = null) =>
        new() { Device = Device, Measurements = [Measurement(time, commit)] };

    /// <summary>The time by which <see cref="Of"/> is known.</summary>
    public static double? TimeOf(Baseline? baseline) => baseline?.Newest.Cases[0].Runs[0].Samples[0];

    public static Measurement Measurement(double time, string? commit = null) => new()
    {
        StartedAt = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
        WallSeconds = 1,
        Environment = Environments.Of(DeviceKind.Host, Device) with
        {
            Git = commit is null ? null : new(commit, Dirty: false),
        },
        Cases =
        [
            new()
            {
                Name = "saxpy", Benchmark = "saxpy", Status = CaseStatus.Measured,
                Runs = [.. Enumerable.Range(0, 5).Select(r => new CaseRun { Run = r, Samples = [time, time * 1.001] })],
            },
        ],
    };
}
