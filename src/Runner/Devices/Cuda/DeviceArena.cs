using PerfGate.Runner.Benchmarks.Data;
using PerfGate.Runner.Devices.Cuda.Binding;

namespace PerfGate.Runner.Devices.Cuda;

/// <summary>
/// One allocation out of which the buffers of every case are cut, from its start. Where buffers lie decides which memory channels they share: on an
/// H200 a kernel that streams 3 × 256 MiB took 0.6 % longer in some processes than in others, by the order of the cases before it, and a naive
/// transpose goes up and down by several per cent. Cut from one allocation that is made first, they lie alike in every process; and they are cut in
/// several ways, its places, with other gaps between them, so that no case stands or falls with one of them.
/// </summary>
internal sealed class DeviceArena(ICudaDriver driver, long bytes) : IDisposable
{
    // Pages of a GPU's memory have this size, and what the driver allocates by itself, of this size or more, starts with one.
    private const long Alignment = 2 << 20;

    /// <summary>How many places there are.</summary>
    public const int Places = 8;

    // Gaps before the buffers of a case are a random number of pages below this many.
    private const int GapPages = 16;

    private static readonly RandomBits Gaps = new(0);

    private readonly ulong _start = driver.Allocate(bytes);
    private long _end;
    private long _given;
    private int _buffers;

    /// <summary>Bytes that are not given to any buffer.</summary>
    public long Unused => bytes - _given;

    /// <summary>Whether no buffer lies in it.</summary>
    public bool Empty => _buffers == 0;

    /// <summary>What buffers take up in an arena at most, the gaps between them included, bytes.</summary>
    public static long Room(IEnumerable<long> buffers) => buffers.Sum(size => Padded(size) + (GapPages * Alignment));

    /// <summary>Whether there is room for buffers besides those that are in it.</summary>
    public bool Fits(IEnumerable<long> buffers) => Room(buffers) <= bytes - _end;

    /// <summary>Gives out the next part.</summary>
    /// <param name="size">Its size, bytes.</param>
    /// <param name="place">Which of the ways to cut, from 0; at place 0 there are no gaps.</param>
    /// <returns>Its address on the device.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no room left.</exception>
    public ulong Take(long size, int place)
    {
        var start = _end + (place == 0 ? 0 : (long)(Gaps[(place * (long)int.MaxValue) + _buffers] % GapPages) * Alignment);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Padded(size), bytes - start, nameof(size));
        _end = start + Padded(size);
        _given += Padded(size);
        _buffers++;
        return _start + (ulong)start;
    }

    /// <summary>Takes a part back. Room is free again once all parts are back: cases come and go whole.</summary>
    public void Return()
    {
        if (--_buffers == 0)
            (_end, _given) = (0, 0);
    }

    public void Dispose() => driver.ReleaseMemory(_start);

    private static long Padded(long size) => (size + Alignment - 1) / Alignment * Alignment;
}
