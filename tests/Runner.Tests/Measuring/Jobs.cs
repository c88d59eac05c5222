using PerfGate.Core.Devices;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Tests.Measuring;

/// <summary>Jobs for tests that do not care what is in them.</summary>
internal static class Jobs
{
    public static WorkerJob Any { get; } = new()
    {
        Mode = WorkerMode.Measure,
        Device = DeviceKind.Host,
        Root = "/",
        Manifests = [],
        Kernels = "kernels.json",
        Cases = [],
        Sampling = SamplingPlan.ForHost(0.05),
        Cached = "cached",
        Result = "result.json",
    };
}
