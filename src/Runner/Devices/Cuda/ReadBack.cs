using PerfGate.Runner.Devices.Cuda.Binding;

namespace PerfGate.Runner.Devices.Cuda;

/// <summary>
/// Reads device memory back piece by piece through page-locked memory, the next piece on its way while one is looked at. To ordinary memory the driver
/// copies everything twice, one after the other.
/// </summary>
internal sealed unsafe class ReadBack(ICudaDriver driver, nint stream) : IDisposable
{
    private const int Halves = 2;

    // Page-locking takes milliseconds: once, and only where something is read.
    private nint memory;

    /// <summary>Shows bytes, in order.</summary>
    /// <param name="address">Where they are on the device.</param>
    /// <param name="bytes">How many.</param>
    /// <param name="piece">Told each piece, as <see cref="IDeviceBuffer.Read"/> has it.</param>
    public void Read(ulong address, long bytes, Action<ReadOnlySpan<byte>> piece)
    {
        if (memory == 0)
            memory = driver.AllocateHost(Halves * IDeviceBuffer.PieceBytes);
        Queue(address, bytes, 0);
        for (long start = 0, n = 0; start < bytes; start += IDeviceBuffer.PieceBytes, n++)
        {
            driver.SynchronizeStream(stream);
            if (start + IDeviceBuffer.PieceBytes < bytes)
                Queue(address, bytes, n + 1);
            piece(new((void*)Half(n), Length(bytes, n)));
        }
    }

    public void Dispose()
    {
        if (memory != 0)
            driver.ReleaseHost(memory);
        memory = 0;
    }

    private static int Length(long bytes, long n) => (int)Math.Min(IDeviceBuffer.PieceBytes, bytes - (n * IDeviceBuffer.PieceBytes));

    private nint Half(long n) => memory + (nint)(n % Halves * IDeviceBuffer.PieceBytes);

    private void Queue(ulong address, long bytes, long n) =>
        driver.QueueCopyToHost(Half(n), address + (ulong)(n * IDeviceBuffer.PieceBytes), Length(bytes, n), stream);
}
