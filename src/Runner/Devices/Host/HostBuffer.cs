using System.Runtime.InteropServices;

namespace PerfGate.Runner.Devices.Host;

/// <summary>Memory of the process, aligned as device memory is, which kernels address directly.</summary>
internal sealed unsafe class HostBuffer : IDeviceBuffer
{
    // cudaMalloc promises 256 bytes.
    private const nuint Alignment = 256;

    private readonly bool _isBorrowed;
    private byte* _memory;

    /// <summary>Allocates.</summary>
    /// <param name="bytes">Size, at least 1.</param>
    /// <param name="guard">The size of its guard bands, bytes, a multiple of the alignment.</param>
    /// <exception cref="DeviceException"><see cref="DeviceFault.OutOfMemory"/> where the system refuses.</exception>
    public HostBuffer(long bytes, long guard = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1);
        (Bytes, GuardBytes) = (bytes, guard);
        // Linux grants what does not exist and ends the process when it is touched, so what cannot fit is refused here.
        var available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (bytes > available)
            throw Refused(bytes, $"this process may use {available:N0}", null);
        try
        {
            _memory = (byte*)NativeMemory.AlignedAlloc((nuint)(bytes + (2 * guard)), Alignment) + guard;
        }
        catch (OutOfMemoryException e)
        {
            throw Refused(bytes, "the system has no more", e);
        }
    }

    /// <summary>Stands for memory that somebody else owns.</summary>
    /// <param name="address">Where it begins.</param>
    /// <param name="bytes">Its size.</param>
    public HostBuffer(nint address, long bytes)
    {
        _memory = (byte*)address;
        (Bytes, _isBorrowed) = (bytes, true);
    }

    /// <inheritdoc/>
    public long Bytes { get; }

    /// <inheritdoc/>
    public long GuardBytes { get; }

    /// <summary>The first byte; null after disposal.</summary>
    public nint Address => (nint)_memory;

    /// <inheritdoc/>
    public void Upload(ReadOnlySpan<byte> source)
    {
        Check(source.Length);
        fixed (byte* from = source)
            Buffer.MemoryCopy(from, _memory, Bytes, source.Length);
    }

    /// <inheritdoc/>
    public void CopyTo(long offset, IDeviceBuffer target, long targetOffset, long bytes)
    {
        ObjectDisposedException.ThrowIf(_memory == null, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, Bytes - offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, target.Bytes - targetOffset);
        Buffer.MemoryCopy(_memory + offset, ((HostBuffer)target)._memory + targetOffset, bytes, bytes);
    }

    /// <inheritdoc/>
    public void Download(Span<byte> destination, long offset = 0)
    {
        Part(offset, destination.Length).CopyTo(destination);
    }

    /// <summary>Fills both guard bands with <see cref="IDeviceBuffer.GuardByte"/>.</summary>
    public void FillGuards()
    {
        Part(-GuardBytes, (int)GuardBytes).Fill(IDeviceBuffer.GuardByte);
        Part(Bytes, (int)GuardBytes).Fill(IDeviceBuffer.GuardByte);
    }

    /// <summary>Puts it into the state that launches start from.</summary>
    public void Reset(BufferReset reset)
    {
        if (reset.Source is { } source)
            source.CopyTo(reset.Offset, this, 0, Bytes);
        else
            Fill(BitConverter.GetBytes(reset.Word));
    }

    /// <summary>A part of it, or of a guard band.</summary>
    /// <param name="offset">Where it begins, bytes.</param>
    /// <param name="length">Its size, bytes.</param>
    public Span<byte> Part(long offset, int length)
    {
        ObjectDisposedException.ThrowIf(_memory == null, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(offset, -GuardBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Bytes + GuardBytes - offset);
        return new(_memory + offset, length);
    }

    /// <inheritdoc/>
    public void Read(Action<ReadOnlySpan<byte>> piece)
    {
        ObjectDisposedException.ThrowIf(_memory == null, this);
        for (long start = 0; start < Bytes; start += IDeviceBuffer.PieceBytes)
            piece(new(_memory + start, (int)Math.Min(IDeviceBuffer.PieceBytes, Bytes - start)));
    }

    /// <inheritdoc/>
    public void Fill(ReadOnlySpan<byte> element)
    {
        var first = (int)Math.Min(element.Length, Bytes);
        Upload(element[..first]);
        // Doubling copies: each writes as much as is there already.
        for (long done = first; done < Bytes; done *= 2)
            Buffer.MemoryCopy(_memory, _memory + done, Bytes - done, Math.Min(done, Bytes - done));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_memory != null && !_isBorrowed)
            NativeMemory.AlignedFree(_memory - GuardBytes);
        _memory = null;
    }

    private static DeviceException Refused(long bytes, string why, Exception? inner) =>
        new(
            DeviceFault.OutOfMemory,
            FormattableString.Invariant($"a buffer of {bytes:N0} bytes does not fit: {why}"),
            inner
        );

    private void Check(int bytes)
    {
        ObjectDisposedException.ThrowIf(_memory == null, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, Bytes);
    }
}
