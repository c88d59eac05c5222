using System.Runtime.InteropServices;
using PerfGate.Runner.Devices.Cuda.Binding;

namespace PerfGate.Runner.Devices.Cuda;

/// <summary>Memory of a GPU, of its own or out of an arena.</summary>
internal sealed unsafe class CudaBuffer : IDeviceBuffer
{
    private readonly ICudaDriver _driver;
    private readonly nint _stream;
    private readonly DeviceArena? _arena;
    private bool _released;

    private const uint GuardWord = IDeviceBuffer.GuardByte * 0x0101_0101u;

    /// <summary>Allocates.</summary>
    /// <param name="driver">The driver, its context current.</param>
    /// <param name="stream">Where copies are queued.</param>
    /// <param name="bytes">Its size.</param>
    /// <param name="guard">The size of its guard bands, bytes.</param>
    /// <exception cref="DeviceException">It does not fit.</exception>
    public CudaBuffer(ICudaDriver driver, nint stream, long bytes, long guard = 0)
    {
        (_driver, _stream, Bytes, GuardBytes) = (driver, stream, bytes, guard);
        Address = driver.Allocate(bytes + (2 * guard)) + (ulong)guard;
    }

    /// <summary>Takes memory out of an arena, which has room for it.</summary>
    public CudaBuffer(ICudaDriver driver, nint stream, long bytes, DeviceArena arena, int layout)
    {
        (_driver, _stream, _arena, Bytes, GuardBytes) = (driver, stream, arena, bytes, DeviceArena.GuardBytes);
        Address = arena.Take(bytes, layout);
    }

    /// <summary>Stands for memory that somebody else owns.</summary>
    public CudaBuffer(ICudaDriver driver, nint stream, ulong address, long bytes)
    {
        (_driver, _stream, Address, Bytes, _released) = (driver, stream, address, bytes, true);
    }

    /// <summary>Its address on the device.</summary>
    public ulong Address { get; }

    public long Bytes { get; }

    public long GuardBytes { get; }

    /// <summary>
    /// Copies large memory, and reads it. Null for memory that the device keeps for itself: nobody reads that, or
    /// copies much of it.
    /// </summary>
    public PinnedCopies? Copies { get; init; }

    public void Upload(ReadOnlySpan<byte> source)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(source.Length, Bytes, nameof(source));
        if (Copies is not null && source.Length > IDeviceBuffer.PieceBytes)
        {
            Copies.Write(Address, source);
            return;
        }

        // It overtakes what is queued.
        _driver.SynchronizeStream(_stream);
        fixed (byte* start = source)
            _driver.CopyToDevice(Address, start, source.Length);

        // A copy out of pageable memory returns once it is staged; streams that do not wait for the default one could
        // overtake it.
        _driver.Synchronize();
    }

    public void CopyTo(long offset, IDeviceBuffer target, long targetOffset, long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, Bytes - offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, target.Bytes - targetOffset);
        _driver.QueueCopy(((CudaBuffer)target).Address + (ulong)targetOffset, Address + (ulong)offset, bytes, _stream);
    }

    public void Download(Span<byte> destination, long offset = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(offset, -GuardBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            destination.Length,
            Bytes + GuardBytes - offset,
            nameof(destination)
        );
        if (Copies is not null && destination.Length > IDeviceBuffer.PieceBytes)
        {
            Copies.Read(Address + (ulong)offset, destination);
            return;
        }

        _driver.SynchronizeStream(_stream);
        fixed (byte* start = destination)
            _driver.CopyToHost(start, Address + (ulong)offset, destination.Length);
    }

    public void Read(Action<ReadOnlySpan<byte>> piece) =>
        (Copies ?? throw new InvalidOperationException("memory of the device's own is not read")).Read(
            Address,
            Bytes,
            piece
        );

    public void Fill(ReadOnlySpan<byte> element)
    {
        var words = MemoryMarshal.Cast<byte, uint>(element);
        if (element.Length % sizeof(uint) == 0 && !words.ContainsAnyExcept(words[0]))
            _driver.QueueFill(Address, words[0], Bytes, _stream);
        else
            FillByDoubling(element);
        _driver.SynchronizeStream(_stream);
    }

    /// <summary>Queues the fills of its guard bands, one by one.</summary>
    public void QueueGuards()
    {
        _driver.QueueFill(Address - (ulong)GuardBytes, GuardWord, GuardBytes, _stream);
        // Whole words can only be filled from a multiple of their size on.
        var odd = -Bytes & (sizeof(uint) - 1);
        _driver.QueueFill(Address + (ulong)Bytes, GuardWord, odd, _stream);
        _driver.QueueFill(Address + (ulong)(Bytes + odd), GuardWord, GuardBytes - odd, _stream);
    }

    /// <summary>Queues what puts it into the state that launches start from.</summary>
    public void QueueReset(BufferReset reset)
    {
        if (reset.Source is CudaBuffer source)
            _driver.QueueCopy(Address, source.Address + (ulong)reset.Offset, Bytes, _stream);
        else
            _driver.QueueFill(Address, reset.Word, Bytes, _stream);
    }

    public void Dispose()
    {
        if (_released)
            return;
        _released = true;
        if (_arena is null)
            _driver.ReleaseMemory(Address - (ulong)GuardBytes);
        else
            _arena.Return();
    }

    // Each copy writes as much as is there already.
    private void FillByDoubling(ReadOnlySpan<byte> element)
    {
        var first = (int)Math.Min(element.Length, Bytes);
        Upload(element[..first]);
        for (long done = first; done < Bytes; done *= 2)
            _driver.QueueCopy(Address + (ulong)done, Address, Math.Min(done, Bytes - done), _stream);
    }
}
