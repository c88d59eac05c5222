using PerfGate.Runner.Devices.Cuda.Binding;

namespace PerfGate.Runner.Devices.Cuda;

/// <summary>Memory of a GPU.</summary>
internal sealed unsafe class CudaBuffer(ICudaDriver driver, nint stream, long bytes) : IDeviceBuffer
{
    private bool _released;

    /// <summary>Its address on the device.</summary>
    public ulong Address { get; } = driver.Allocate(bytes);

    public long Bytes => bytes;

    public void Upload(ReadOnlySpan<byte> source)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(source.Length, bytes, nameof(source));
        fixed (byte* start = source)
            driver.CopyToDevice(Address, start, source.Length);

        // A copy out of pageable memory returns once it is staged; streams that do not wait for the default one could overtake it.
        driver.Synchronize();
    }

    public void Download(Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(destination.Length, bytes, nameof(destination));
        fixed (byte* start = destination)
            driver.CopyToHost(start, Address, destination.Length);
    }

    public void Fill(byte value)
    {
        driver.QueueFill(Address, value, bytes, stream);
        driver.SynchronizeStream(stream);
    }

    public void Dispose()
    {
        if (_released)
            return;
        _released = true;
        driver.ReleaseMemory(Address);
    }
}
