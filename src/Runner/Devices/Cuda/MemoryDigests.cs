using PerfGate.Runner.Bytes;


namespace PerfGate.Runner.Devices.Cuda;

/// <summary>Digests of a GPU's memory, computed where the memory is if they can be, and otherwise here.</summary>
internal static class MemoryDigests
{
    /// <summary>Digests ranges, and waits.</summary>
    /// <param name="there">The kernel that computes them; null if the driver could not compile it.</param>
    /// <param name="ranges">The ranges.</param>
    /// <param name="launches">How many kernels were launched.</param>
    /// <returns>One per range, the same on the device and here.</returns>
    public static IReadOnlyList<UInt128> Of(DeviceDigest? there, IReadOnlyList<MemoryRange> ranges, out int launches)
    {
        launches = 0;
        var digests = new List<UInt128>(ranges.Count);
        if (there is null)
        {
            digests.AddRange(ranges.Select(Here));
            return digests;
        }

        for (; launches * DeviceDigest.MostRanges < ranges.Count; launches++)
        {
            var some = ranges.Skip(launches * DeviceDigest.MostRanges).Take(DeviceDigest.MostRanges);
            digests.AddRange(there.Of([.. some.Select(r => (Address(r), r.Bytes))]));
        }

        return digests;
    }

    private static UInt128 Here(MemoryRange range)
    {
        using var bytes = new PooledBytes(checked((int)range.Bytes));
        range.Buffer.Download(bytes.Span, range.Offset);
        return MemoryDigest.Of(bytes.Span, (int)(Address(range) % sizeof(ulong)));
    }

    private static ulong Address(MemoryRange range) => ((CudaBuffer)range.Buffer).Address + (ulong)range.Offset;
}
