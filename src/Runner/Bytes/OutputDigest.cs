using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace PerfGate.Runner.Bytes;

/// <summary>
/// A digest of many bytes: XXH128 of the XXH128s of their blocks, so that all processors can work at it. Checks whether
/// bytes are the same, and is no protection against someone who makes them different on purpose.
/// </summary>
internal sealed unsafe class OutputDigest
{
    /// <summary>Bytes per block.</summary>
    public const int BlockBytes = 256 << 10;

    private readonly XxHash128 _blocks = new();

    /// <summary>Adds bytes behind those so far.</summary>
    /// <param name="bytes">Whole blocks; only the last call may end within one.</param>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        var digests = new UInt128[ChunkedLoop.Chunks(bytes.Length, BlockBytes)];
        fixed (byte* pinned = bytes)
        {
            var start = (nint)pinned;
            ChunkedLoop.Run(
                bytes.Length,
                (block, first, length) => digests[block] = XxHash128.HashToUInt128(new((byte*)start + first, length)),
                BlockBytes);
        }

        _blocks.Append(MemoryMarshal.AsBytes(digests.AsSpan()));
    }

    /// <summary>The digest of all bytes so far.</summary>
    public UInt128 Value => _blocks.GetCurrentHashAsUInt128();
}
