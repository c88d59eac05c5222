using PerfGate.Runner.Devices.Cuda.Binding;

namespace PerfGate.Runner.Devices.Cuda;

/// <summary>
/// One allocation out of which the buffers of every case are cut, from its start. Where buffers lie decides which memory channels they share: on an
/// H200 a kernel that streams 3 × 256 MiB took 0.6 % longer in some processes than in others, by the order of the cases before it, and a naive
/// transpose up to 3 %. Cut from one allocation that is made first, they lie alike in every process.
/// </summary>
internal sealed class DeviceArena(ICudaDriver driver, long bytes) : IDisposable
{
    // Pages of a GPU's memory have this size, and what the driver allocates by itself, of this size or more, starts with one.
    private const long Alignment = 2 << 20;

    private readonly ulong _start = driver.Allocate(bytes);
    private long _taken;
    private int _buffers;

    /// <summary>Bytes that are not given to any buffer.</summary>
    public long Unused => bytes - _taken;

    /// <summary>Whether no buffer lies in it.</summary>
    public bool Empty => _buffers == 0;

    /// <summary>What buffers take up in an arena, bytes.</summary>
    public static long Room(IEnumerable<long> buffers) => buffers.Sum(Padded);

    /// <summary>Gives out the next part.</summary>
    /// <returns>Its address on the device.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no room left.</exception>
    public ulong Take(long size)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Padded(size), Unused, nameof(size));
        var address = _start + (ulong)_taken;
        _taken += Padded(size);
        _buffers++;
        return address;
    }

    /// <summary>Takes a part back. Room is free again once all parts are back: cases come and go whole.</summary>
    public void Return()
    {
        if (--_buffers == 0)
            _taken = 0;
    }

    public void Dispose() => driver.ReleaseMemory(_start);

    private static long Padded(long size) => (size + Alignment - 1) / Alignment * Alignment;
}
