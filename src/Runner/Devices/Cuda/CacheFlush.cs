using PerfGate.Runner.Devices.Cuda.Binding;

namespace PerfGate.Runner.Devices.Cuda;

/// <summary>Overwrites the L2 cache: persisting lines become normal ones, then twice the cache's size is written.</summary>
internal sealed class CacheFlush(ICudaDriver driver, nint stream, long l2Bytes) : IDisposable
{
    private readonly CudaBuffer _buffer = new(driver, stream, 2 * Math.Max(l2Bytes, 1 << 20));

    /// <summary>
    /// Makes persisting lines normal. Takes effect at once rather than in the stream's order, so all work before must be done.
    /// </summary>
    public void ResetPersisting() => driver.ResetPersistingCache();

    /// <summary>Queues the overwriting.</summary>
    public void Queue() => driver.QueueFill(_buffer.Address, 0, _buffer.Bytes, stream);

    public void Dispose() => _buffer.Dispose();
}
