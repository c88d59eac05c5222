using System.Runtime.InteropServices;

namespace PerfGate.Runner.Bytes;

/// <summary>
/// A digest of memory that any number of threads can compute in any order: two sums, modulo 2^64, over its words of
/// eight bytes, each mixed with its index by the finaliser of SplitMix64 (G. Steele, D. Lea, C. Flood, OOPSLA 2014),
/// and once more weighted by the index.
/// </summary>
/// <remarks>Checks whether bytes are the same, and is no protection against someone who makes them different on
/// purpose.</remarks>
internal static class MemoryDigest
{
    /// <summary>What an index is multiplied by.</summary>
    public const ulong Gamma = 0x9E3779B97F4A7C15;

    /// <summary>The first multiplier of the finaliser.</summary>
    public const ulong First = 0xBF58476D1CE4E5B9;

    /// <summary>The second one.</summary>
    public const ulong Second = 0x94D049BB133111EB;

    /// <summary>The index of the first byte that belongs to no whole word.</summary>
    public const ulong FirstEdge = 1UL << 48;

    private const int WordBytes = sizeof(ulong);

    /// <summary>The digest.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="misalignment">
    /// Their address modulo 8: words begin at multiples of 8, and the bytes before the first and behind the last are
    /// taken singly.
    /// </param>
    public static UInt128 Of(ReadOnlySpan<byte> bytes, int misalignment = 0)
    {
        var head = Math.Min((WordBytes - misalignment) % WordBytes, bytes.Length);
        var words = MemoryMarshal.Cast<byte, ulong>(bytes[head..]);
        var (low, high) = (0UL, 0UL);
        for (var i = 0; i < words.Length; i++)
            Add((ulong)i, words[i], ref low, ref high);
        for (var i = 0; i < head; i++)
            Add(FirstEdge + (ulong)i, bytes[i], ref low, ref high);
        var tail = head + (words.Length * WordBytes);
        for (var i = tail; i < bytes.Length; i++)
            Add(FirstEdge + (ulong)(head + i - tail), bytes[i], ref low, ref high);
        return new(high, low);
    }

    private static void Add(ulong index, ulong word, ref ulong low, ref ulong high)
    {
        unchecked
        {
            var z = word + ((index + 1) * Gamma);
            z = (z ^ (z >> 30)) * First;
            z = (z ^ (z >> 27)) * Second;
            z ^= z >> 31;
            low += z;
            high += z * ((2 * index) + 1);
        }
    }
}
