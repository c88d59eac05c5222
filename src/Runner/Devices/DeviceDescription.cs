using PerfGate.Core.Devices;
using PerfGate.Core.Measurements;

namespace PerfGate.Runner.Devices;

/// <summary>What a device is.</summary>
/// <param name="Kind">The kind of device.</param>
/// <param name="Name">The model, as its maker calls it.</param>
/// <param name="Slug">The model as a file name: lower case, digits and dashes.</param>
/// <param name="MemoryBytes">Total memory, bytes.</param>
/// <param name="Gpu">The GPU's fingerprint; null on the host device.</param>
internal sealed record DeviceDescription(
    DeviceKind Kind, string Name, string Slug, long MemoryBytes, GpuDescription? Gpu);
