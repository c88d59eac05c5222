using PerfGate.Core.Devices;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Measuring;

/// <summary>
/// What manifests may ask of a device, from the device itself: a worker and its orchestrator must evaluate the same.
/// </summary>
internal static class DeviceFactsOf
{
    /// <summary>The facts of an open device.</summary>
    public static DeviceFacts Facts(this DeviceDescription device) =>
        Of(device.Kind, device.MemoryBytes, device.Gpu, device.Slug);

    /// <summary>The facts of the device that a worker had open.</summary>
    public static DeviceFacts Facts(this WorkerResult result, DeviceKind kind) =>
        Of(kind, result.DeviceMemoryBytes, result.Gpu, result.DeviceSlug);

    private static DeviceFacts Of(DeviceKind kind, long memoryBytes, GpuDescription? gpu, string slug) =>
        new(
            kind,
            "it was opened",
            gpu?.ComputeCapability,
            memoryBytes,
            gpu?.Multiprocessors ?? Environment.ProcessorCount,
            gpu?.L2CacheBytes
        )
        {
            Slug = slug.Length == 0 ? null : slug,
        };
}
