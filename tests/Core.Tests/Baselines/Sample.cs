using PerfGate.Core.Baselines;
using PerfGate.Core.Devices;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Tests.Baselines;

/// <summary>Small measurements to build baselines from.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Day = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    public const string Device = "nvidia-l4";

    public static MeasurementEnvironment Environment(string? tag = null) =>
        Environments.Of(DeviceKind.Cuda, Device) with
    {
        Gpu = new()
        {
            Name = "NVIDIA L4",
            Uuid = "GPU-11111111-2222-3333-4444-555555555555",
            ComputeCapability = "8.9",
            Multiprocessors = 58,
            MemoryBytes = 24_000_000_000,
            DriverVersion = "580.159.04",
        },
        Git = new(new string('a', 40), Dirty: false, tag, "main"),
    };

    public static Measurement Measurement(int day = 0, string? tag = null, params MeasuredCase[] cases) => new()
    {
        StartedAt = Day.AddDays(day),
        WallSeconds = 10,
        Environment = Environment(tag),
        Cases = [.. cases.Length == 0 ? [Case("softmax/N=1024")] : cases],
    };

    /// <summary>A case whose runs scatter by 0.2 % around a time, in nanoseconds.</summary>
    public static MeasuredCase Case(
        string name,
        double time = 80_000,
        CaseStatus status = CaseStatus.Measured,
        int runs = 5,
        int samples = 20,
        string code = "c0de"
    ) =>
        new()
        {
            Name = name,
            Benchmark = name.Split('/')[0],
            Status = status,
            CodeHash = code,
            Source = new($"kernels/{name.Split('/')[0]}.cu", 31),
            Runs =
                status == CaseStatus.Measured ? [.. Enumerable.Range(0, runs).Select(r => Run(r, time, samples))] : [],
        };

    public static Baseline Baseline(params Measurement[] measurements) =>
        new() { Device = Device, Measurements = [.. measurements] };

    private static CaseRun Run(int run, double time, int samples) =>
        new()
        {
            Run = run,
            Samples =
            [
                .. Enumerable
                    .Range(0, samples)
                    .Select(s => time * (1 + (0.001 * ((run % 3) - 1)) + (1e-5 * run) + (0.0005 * ((s % 5) - 2)))),
            ],
        };
}
