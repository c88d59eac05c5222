using PerfGate.Runner.Bytes;
using PerfGate.Runner.Devices.Cuda.Binding;

namespace PerfGate.Runner.Devices.Cuda;

/// <summary>
/// Copies between ordinary and device memory through page-locked memory, piece by piece: one piece is on its way while
/// another is filled or checked, by all processors. The driver's own copies do one after the other, on one processor.
/// </summary>
internal sealed unsafe class PinnedCopies(ICudaDriver driver, nint stream) : IDisposable
{
    private const int Halves = 2;
    private const int BlockBytes = 256 << 10;

    // Page-locking takes milliseconds: once, and only where something large is copied.
    private nint _memory;

    /// <summary>Copies to the device, and waits.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="source">The bytes.</param>
    public void Write(ulong address, ReadOnlySpan<byte> source)
    {
        Allocate();
        fixed (byte* start = source)
        {
            for (long n = 0; n * IDeviceBuffer.PieceBytes < source.Length; n++)
            {
                Copy((nint)start + (nint)(n * IDeviceBuffer.PieceBytes), Half(n), Length(source.Length, n));
                // The piece before has gone, and with it the half that the next one takes is free.
                driver.SynchronizeStream(stream);
                driver.QueueCopyToDevice(At(address, n), Half(n), Length(source.Length, n), stream);
            }
        }

        driver.SynchronizeStream(stream);
    }

    /// <summary>Copies from the device, and waits.</summary>
    /// <param name="address">Where from.</param>
    /// <param name="destination">Where to.</param>
    public void Read(ulong address, Span<byte> destination)
    {
        fixed (byte* start = destination)
        {
            var (to, done) = ((nint)start, 0L);
            Read(address, destination.Length, piece =>
            {
                fixed (byte* from = piece)
                    Copy((nint)from, to + (nint)done, piece.Length);
                done += piece.Length;
            });
        }
    }

    /// <summary>Shows bytes of the device, in order.</summary>
    /// <param name="address">Where they are.</param>
    /// <param name="bytes">How many.</param>
    /// <param name="piece">Called with each piece, as <see cref="IDeviceBuffer.Read"/> has it.</param>
    public void Read(ulong address, long bytes, Action<ReadOnlySpan<byte>> piece)
    {
        Allocate();
        Queue(0);
        for (long n = 0; n * IDeviceBuffer.PieceBytes < bytes; n++)
        {
            driver.SynchronizeStream(stream);
            if ((n + 1) * IDeviceBuffer.PieceBytes < bytes)
                Queue(n + 1);
            piece(new((void*)Half(n), Length(bytes, n)));
        }

        void Queue(long n) => driver.QueueCopyToHost(Half(n), At(address, n), Length(bytes, n), stream);
    }

    public void Dispose()
    {
        if (_memory != 0)
            driver.ReleaseHost(_memory);
        _memory = 0;
    }

    private static int Length(long bytes, long n) =>
        (int)Math.Min(IDeviceBuffer.PieceBytes, bytes - (n * IDeviceBuffer.PieceBytes));

    private static ulong At(ulong address, long n) => address + (ulong)(n * IDeviceBuffer.PieceBytes);

    private static void Copy(nint source, nint destination, int bytes) => ChunkedLoop.Run(
        bytes,
        (_, first, length) => Buffer.MemoryCopy((byte*)source + first, (byte*)destination + first, length, length),
        BlockBytes);

    private void Allocate()
    {
        if (_memory == 0)
            _memory = driver.AllocateHost(Halves * IDeviceBuffer.PieceBytes);
    }

    private nint Half(long n) => _memory + (nint)(n % Halves * IDeviceBuffer.PieceBytes);
}
