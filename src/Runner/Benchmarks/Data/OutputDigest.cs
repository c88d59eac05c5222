using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace PerfGate.Runner.Benchmarks.Data;

/// <summary>
/// A digest of many bytes: XXH128 of the XXH128s of their blocks, so that all processors can work at it. Tells whether bytes are the same, and is no protection
/// against whoever makes them different on purpose.
/// </summary>
internal sealed unsafe class OutputDigest
{
    /// <summary>Bytes per block.</summary>
    public const int BlockBytes = 256 << 10;

    private readonly XxHash128 blocks = new();

    /// <summary>Adds bytes behind those so far.</summary>
    /// <param name="bytes">Whole blocks; only the last call may end within one.</param>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        var digests = new UInt128[(bytes.Length + BlockBytes - 1) / BlockBytes];
        fixed (byte* start = bytes)
        {
            var (first, length) = ((nint)start, bytes.Length);
            Parallel.For(0, digests.Length, i => digests[i] = XxHash128.HashToUInt128(Block(first, length, i)));
        }

        blocks.Append(MemoryMarshal.AsBytes(digests.AsSpan()));
    }

    /// <summary>The digest of all bytes so far.</summary>
    public UInt128 Value => blocks.GetCurrentHashAsUInt128();

    private static ReadOnlySpan<byte> Block(nint start, int length, int i) =>
        new((byte*)start + ((long)i * BlockBytes), Math.Min(BlockBytes, length - (i * BlockBytes)));
}
