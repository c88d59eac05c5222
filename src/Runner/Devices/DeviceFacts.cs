namespace PerfGate.Runner.Devices;

/// <summary>What a manifest's expressions and needs may ask of the chosen device.</summary>
/// <param name="Kind"><c>cuda</c> or <c>host</c>.</param>
/// <param name="Reason">Why this device, in one sentence.</param>
/// <param name="ComputeCapability">Such as <c>9.0</c>; null on the host device.</param>
/// <param name="MemoryBytes">Total memory, bytes; null where it is not known.</param>
/// <param name="Multiprocessors">
/// Streaming multiprocessors, or processors on the host; null where it is not known.
/// </param>
/// <param name="L2Bytes">L2 cache, bytes; null where it is not known.</param>
internal sealed record DeviceFacts(
    string Kind, string Reason, string? ComputeCapability, long? MemoryBytes, int? Multiprocessors, long? L2Bytes)
{
    /// <summary>Of a device that has not been opened.</summary>
    /// <param name="kind"><c>cuda</c> or <c>host</c>.</param>
    public static DeviceFacts Unknown(string kind) => new(kind, "it was not opened", null, null, null, null);
}
