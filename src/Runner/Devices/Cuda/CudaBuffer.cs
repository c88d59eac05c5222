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

    /// <summary>Allocates.</summary>
    /// <exception cref="DeviceException">It does not fit.</exception>
    public CudaBuffer(ICudaDriver driver, nint stream, long bytes)
    {
        (_driver, _stream, Bytes) = (driver, stream, bytes);
        Address = driver.Allocate(bytes);
    }

    /// <summary>Takes memory out of an arena, which has room for it.</summary>
    public CudaBuffer(ICudaDriver driver, nint stream, long bytes, DeviceArena arena, int place)
    {
        (_driver, _stream, _arena, Bytes) = (driver, stream, arena, bytes);
        Address = arena.Take(bytes, place);
    }

    /// <summary>Its address on the device.</summary>
    public ulong Address { get; }

    public long Bytes { get; }

    /// <summary>Copies what is large, and reads; null for memory of the device's own, of which nothing large is copied and nothing read.</summary>
    public PinnedCopies? Copies { get; init; }

    public void Upload(ReadOnlySpan<byte> source)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(source.Length, Bytes, nameof(source));
        if (Copies is not null && source.Length > IDeviceBuffer.PieceBytes)
        {
            Copies.Write(Address, source);
            return;
        }

        fixed (byte* start = source)
            _driver.CopyToDevice(Address, start, source.Length);

        // A copy out of pageable memory returns once it is staged; streams that do not wait for the default one could overtake it.
        _driver.Synchronize();
    }

    public void CopyTo(long offset, IDeviceBuffer target, long targetOffset, long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, Bytes - offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, target.Bytes - targetOffset);
        _driver.QueueCopy(((CudaBuffer)target).Address + (ulong)targetOffset, Address + (ulong)offset, bytes, _stream);
        _driver.SynchronizeStream(_stream);
    }

    public void Download(Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(destination.Length, Bytes, nameof(destination));
        fixed (byte* start = destination)
            _driver.CopyToHost(start, Address, destination.Length);
    }

    public void Read(Action<ReadOnlySpan<byte>> piece) =>
        (Copies ?? throw new InvalidOperationException("memory of the device's own is not read")).Read(Address, Bytes, piece);

    public void Fill(ReadOnlySpan<byte> element)
    {
        var words = MemoryMarshal.Cast<byte, uint>(element);
        if (element.Length % sizeof(uint) == 0 && !words.ContainsAnyExcept(words[0]))
            _driver.QueueFill(Address, words[0], Bytes, _stream);
        else
            FillByDoubling(element);
        _driver.SynchronizeStream(_stream);
    }

    public void Dispose()
    {
        if (_released)
            return;
        _released = true;
        if (_arena is null)
            _driver.ReleaseMemory(Address);
        else
            _arena.Return();
    }

    // Each copy writes as much as stands already.
    private void FillByDoubling(ReadOnlySpan<byte> element)
    {
        var first = (int)Math.Min(element.Length, Bytes);
        Upload(element[..first]);
        for (long done = first; done < Bytes; done *= 2)
            _driver.QueueCopy(Address + (ulong)done, Address, Math.Min(done, Bytes - done), _stream);
    }
}
