using PerfGate.Core.Devices;
using PerfGate.Core.Measurements;

namespace PerfGate.Tests.Support;

/// <summary>Environments of measurements. What a test is about it changes with <c>with</c>.</summary>
public static class Environments
{
    /// <summary>A machine with a GPU, or with its own processors alone.</summary>
    /// <param name="device">The kind of device.</param>
    /// <param name="slug">The name of the device's model in file names; null for one that no machine has.</param>
    public static MeasurementEnvironment Of(DeviceKind device, string? slug = null) =>
        new()
        {
            Device = device,
            DeviceSlug = slug ?? (device == DeviceKind.Cuda ? "nvidia-test" : "host-test"),
            Clock = device == DeviceKind.Cuda ? "cupti" : "host",
            Cache = "cold",
            ClockPolicy = "observe",
            Host = new() { OperatingSystem = "os", Kernel = "k", Processor = "p", LogicalProcessors = 2 },
            Compiler = device == DeviceKind.Cuda ? new("nvcc", "13.0.1", "-O3") : new("g++", "12.2.0", "-O2"),
            PerfGateVersion = "0.1.0",
        };
}
