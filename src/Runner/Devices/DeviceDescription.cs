using PerfGate.Core.Measurements;

namespace PerfGate.Runner.Devices;

/// <summary>What a device is.</summary>
/// <param name="Kind"><c>cuda</c> or <c>host</c>.</param>
/// <param name="Name">The model, as its maker calls it.</param>
/// <param name="Slug">The model as a file name: lower case, digits and dashes.</param>
/// <param name="MemoryBytes">Total memory, bytes.</param>
/// <param name="Gpu">The GPU's fingerprint; null on the host device.</param>
internal sealed record DeviceDescription(string Kind, string Name, string Slug, long MemoryBytes, GpuDescription? Gpu);
