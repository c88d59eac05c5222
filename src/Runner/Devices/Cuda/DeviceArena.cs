using PerfGate.Runner.Bytes;
using PerfGate.Runner.Devices.Cuda.Binding;

namespace PerfGate.Runner.Devices.Cuda;

/// <summary>
/// One allocation that holds the buffers of every case. The addresses of buffers decide which memory channels they
/// share: on an H200 a kernel that streams 3 × 256 MiB took 0.6 % longer in some processes than in others, depending on
/// the cases before it. In one allocation that is made first, the addresses are the same in every process. There are
/// several layouts of the buffers, so that no case's time depends on a single one.
/// </summary>
/// <remarks>
/// A naive transpose of 8 MB takes 37 to 45 µs on an H100, by the page that its output begins with: by the page's
/// parity above all, and for a larger one by bits further up. So the layouts have each buffer begin with pages that are
/// spread like the rungs of a ladder, in an order of its own: over the layouts it begins once in each sixteenth of
/// <see cref="Ring"/> pages and once at each page number modulo <see cref="Layouts"/> (a Latin hypercube: McKay,
/// Beckman and Conover 1979, Technometrics 21, 239-245). The mean over the layouts then has a standard deviation of
/// 0.4 % between one stretch of memory and another, where eight random layouts had 0.9 to 1.1 %
/// (docs/measuring-why.md).
/// </remarks>
internal sealed class DeviceArena(ICudaDriver driver, long bytes) : IDisposable
{
    // The size of a page of GPU memory. An allocation of at least this size begins at a page.
    private const long Alignment = 2 << 20;

    /// <summary>How many layouts there are.</summary>
    public const int Layouts = 16;

    /// <summary>Memory before and behind each buffer that belongs to none, bytes.</summary>
    public const long GuardBytes = 64 << 10;

    // Two first pages count as the same if they are equal modulo this number of pages: 128 MiB.
    private const int Ring = 64;

    private static readonly RandomBits Orders = new(0);

    // The guard band in front of the first buffer takes a page of its own, so that the pages of the buffers are counted
    // from 0.
    private readonly ulong _memory = driver.Allocate(bytes + Alignment);
    private long _end;
    private long _given;
    private int _buffers;

    /// <summary>Bytes that are not given to any buffer.</summary>
    public long Unused => bytes + Alignment - _given;

    private ulong Start => _memory + Alignment;

    /// <summary>Whether no buffer lies in it.</summary>
    public bool Empty => _buffers == 0;

    /// <summary>What buffers take up in an arena at most, the gaps between them included, bytes.</summary>
    public static long Room(IEnumerable<long> buffers) => buffers.Sum(size => Padded(size) + ((Ring - 1) * Alignment));

    /// <summary>Whether there is room for buffers besides those that are in it.</summary>
    public bool Fits(IEnumerable<long> buffers) => Room(buffers) <= bytes - _end;

    /// <summary>Gives out the next part.</summary>
    /// <param name="size">Its size, bytes.</param>
    /// <param name="layout">Which of the ways to cut, from 0.</param>
    /// <returns>Its address on the device.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no room left.</exception>
    public ulong Take(long size, int layout)
    {
        var start = From(_end / Alignment, FirstPage(_buffers, layout)) * Alignment;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Padded(size), bytes - start, nameof(size));
        _end = start + Padded(size);
        _given += Padded(size);
        _buffers++;
        return Start + (ulong)start;
    }

    /// <summary>Takes a part back. Room is free again once all parts are back: cases come and go whole.</summary>
    public void Return()
    {
        if (--_buffers == 0)
            (_end, _given) = (0, 0);
    }

    public void Dispose() => driver.ReleaseMemory(_memory);

    // The next page that is this one modulo the ring.
    private static long From(long next, int page) => next + ((((page - next) % Ring) + Ring) % Ring);

    // Rungs of 17/4 pages, 0, 4, 8, 12, 17 ... 63, are evenly spread over the ring, and no two of them are the same
    // modulo the number of layouts.
    private static int FirstPage(int buffer, int layout)
    {
        var rungs = Enumerable.Range(0, Layouts).OrderBy(rung => Orders[((long)buffer * Layouts) + rung]);
        return rungs.ElementAt(layout) * (Ring + Layouts / 4) / Layouts;
    }

    // With the guard band behind a buffer, and the one in front of the next.
    private static long Padded(long size) => (size + (2 * GuardBytes) + Alignment - 1) / Alignment * Alignment;
}
