using System.Buffers;

namespace PerfGate.Runner.Bytes;

/// <summary>Room for a chunk's values, given back at the end of the chunk.</summary>
internal readonly struct PooledDoubles(int length) : IDisposable
{
    private readonly double[] _array = ArrayPool<double>.Shared.Rent(length);

    /// <summary>The values.</summary>
    public Span<double> Span => _array.AsSpan(0, length);

    public void Dispose() => ArrayPool<double>.Shared.Return(_array);
}
