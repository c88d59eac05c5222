using System.Runtime.InteropServices;

namespace PerfGate.Runner.Devices.Host;

/// <summary>Makes the caches cold by overwriting memory that no kernel uses.</summary>
internal sealed unsafe class CacheEviction : IDisposable
{
    /// <summary>
    /// The most that is overwritten, bytes. Server processors report last-level caches of hundreds of MiB that all
    /// their cores share; this much takes milliseconds, replaces every private cache many times, and is far above what
    /// a host-sized case touches.
    /// </summary>
    public const long MaximumBytes = 64L << 20;

    // Where the processor does not say what it has.
    private const long DefaultBytes = 32L << 20;

    private readonly nuint _bytes;
    private byte* _memory;
    private byte _value;

    /// <summary>Prepares; memory is taken when first needed.</summary>
    /// <param name="lastLevelCacheBytes">Size of the last-level cache, bytes; null if it is not known.</param>
    public CacheEviction(long? lastLevelCacheBytes) =>
        _bytes = (nuint)Math.Min(2 * lastLevelCacheBytes ?? DefaultBytes, MaximumBytes);

    /// <summary>How much is overwritten, bytes.</summary>
    public long Bytes => (long)_bytes;

    /// <summary>Overwrites.</summary>
    public void Evict()
    {
        if (_memory == null)
            _memory = (byte*)NativeMemory.Alloc(_bytes);
        NativeMemory.Fill(_memory, _bytes, ++_value);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(_memory);
        _memory = null;
    }
}
