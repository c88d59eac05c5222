using PerfGate.Core.Baselines;
using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Formats;

namespace PerfGate.Runner.Devices;

/// <summary>
/// A device as its baseline describes it. None is opened: a machine without a GPU compiles for one that another machine
/// has.
/// </summary>
internal static class BaselineDevice
{
    /// <summary>The device of a baseline; null if there is no such baseline.</summary>
    /// <param name="slug">The device as baselines name it: <c>nvidia-l4</c>.</param>
    /// <param name="folder">The folder of the baselines, absolute.</param>
    /// <exception cref="PerfGateException">The file is there and cannot be used.</exception>
    public static DeviceFacts? Find(string slug, string folder)
    {
        if (slug.Contains('/', StringComparison.Ordinal) || slug.Contains('\\', StringComparison.Ordinal))
            return null;
        var path = BaselineFile.PathOf(folder, slug);
        return BaselineFile.ReadAll(path).All is [var first, ..] ? Of(first.Baseline, path) : null;
    }

    private static DeviceFacts Of(Baseline baseline, string path)
    {
        var environment = baseline.Newest.Environment;
        var gpu = environment.Gpu;
        return new(
            environment.Device,
            $"described by {path}; no device was opened",
            gpu?.ComputeCapability,
            gpu?.MemoryBytes,
            environment.Device.RunsOnProcessor ? environment.Host.LogicalProcessors : gpu?.Multiprocessors,
            gpu?.L2CacheBytes)
        {
            IsHere = false,
            Slug = baseline.Device,
            Name = gpu?.Name ?? environment.Host.Processor,
            Driver = gpu?.DriverVersion,
        };
    }
}
