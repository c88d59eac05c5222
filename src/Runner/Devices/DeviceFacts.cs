using PerfGate.Core.Devices;

namespace PerfGate.Runner.Devices;

/// <summary>What a manifest's expressions and needs may ask of the chosen device.</summary>
/// <param name="Kind">The kind of device.</param>
/// <param name="Reason">Why this device, in one sentence.</param>
/// <param name="ComputeCapability">Such as <c>9.0</c>; null on the host device.</param>
/// <param name="MemoryBytes">Total memory, bytes; null if it is not known.</param>
/// <param name="Multiprocessors">
/// Streaming multiprocessors, or processors on the host; null if it is not known.
/// </param>
/// <param name="L2Bytes">L2 cache, bytes; null if it is not known.</param>
internal sealed record DeviceFacts(
    DeviceKind Kind, string Reason, string? ComputeCapability, long? MemoryBytes, int? Multiprocessors, long? L2Bytes)
{
    /// <summary>Whether it is on this machine; not where a baseline describes it.</summary>
    public bool IsHere { get; init; } = true;

    /// <summary>The model as a file name, as baselines name it; null if it is not known.</summary>
    public string? Slug { get; init; }

    /// <summary>The model, as its maker calls it; null if it is not known.</summary>
    public string? Name { get; init; }

    /// <summary>The driver's version; null on the host device, and where it is not known.</summary>
    public string? Driver { get; init; }

    /// <summary>Of a device that has not been opened.</summary>
    /// <param name="kind">The kind of device.</param>
    public static DeviceFacts Unknown(DeviceKind kind) => new(kind, "it was not opened", null, null, null, null);
}
