using System.Runtime.InteropServices;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>Bytes in memory of their own, which no collection moves.</summary>
internal sealed unsafe class HeldBytes(long length) : IDisposable
{
    private readonly byte* start = (byte*)NativeMemory.Alloc((nuint)Math.Max(1, length));

    /// <summary>The bytes.</summary>
    public Span<byte> Span => new(start, checked((int)length));

    /// <summary>A part of them.</summary>
    public Span<byte> Part(long offset, int count) => new(start + offset, count);

    /// <summary>Holds a copy.</summary>
    public static HeldBytes CopyOf(ReadOnlySpan<byte> bytes)
    {
        var copy = new HeldBytes(bytes.Length);
        bytes.CopyTo(copy.Span);
        return copy;
    }

    public void Dispose() => NativeMemory.Free(start);
}
