using PerfGate.Runner.Devices.Cuda.Binding;

namespace PerfGate.Runner.Devices.Cuda;

/// <summary>
/// Makes the L2 cache cold: persisting lines become normal ones, twice the cache's size is written, and what that
/// leaves in the cache is dropped, because dirty lines would be written back while the kernel that is timed runs.
/// </summary>
internal sealed unsafe class CacheFlush : IDisposable
{
    private readonly ICudaDriver _driver;
    private readonly nint _stream;
    private readonly CudaBuffer _buffer;
    private readonly LineCleaner? _cleaner;

    /// <summary>Allocates the buffer.</summary>
    /// <param name="driver">The driver, its context current.</param>
    /// <param name="stream">Where the work is queued.</param>
    /// <param name="l2Bytes">The cache's size.</param>
    /// <param name="cleaner">Cleans up behind the writing; null if it could not be compiled.</param>
    public CacheFlush(ICudaDriver driver, nint stream, long l2Bytes, LineCleaner? cleaner)
    {
        _driver = driver;
        _stream = stream;
        _buffer = new(driver, stream, 2 * Math.Max(l2Bytes, 1 << 20));
        _cleaner = cleaner;
    }

    /// <summary>How many kernels <see cref="Queue"/> launches.</summary>
    public int Kernels => _cleaner is null ? 0 : 1;

    /// <summary>What a reader of the samples should know; null for nothing.</summary>
    public string? Warning =>
        _cleaner is null
            ? "the driver cannot compile PTX, so the L2 cache is full of modified lines before each sample: kernels "
                + "that stream memory read longer than they are"
            : null;

    /// <summary>
    /// Makes persisting lines normal. Takes effect at once rather than in the stream's order, so all work before must
    /// be done.
    /// </summary>
    public void ResetPersisting() => _driver.ResetPersistingCache();

    /// <summary>Queues the writing and the cleaning.</summary>
    public void Queue()
    {
        _driver.QueueFill(_buffer.Address, 0, _buffer.Bytes, _stream);
        _cleaner?.Queue(_buffer, _stream);
    }

    public void Dispose() => _buffer.Dispose();
}
