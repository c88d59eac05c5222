namespace PerfGate.Runner.Bytes;

/// <summary>
/// Random numbers by position: element i of a seed is the i-th output of SplitMix64 (G. Steele, D. Lea, C. Flood,
/// OOPSLA 2014), so that any part of a buffer can be made alone, on any thread.
/// </summary>
/// <param name="seed">The seed.</param>
internal readonly struct RandomBits(ulong seed)
{
    /// <summary>64 random bits.</summary>
    public ulong this[long index]
    {
        get
        {
            var z = unchecked(seed + ((ulong)index + 1) * MemoryDigest.Gamma);
            z = unchecked((z ^ (z >> 30)) * MemoryDigest.First);
            z = unchecked((z ^ (z >> 27)) * MemoryDigest.Second);
            return z ^ (z >> 31);
        }
    }

    /// <summary>A number above 0 and below 1: the middle of one of 2^52 equal parts.</summary>
    public double Unit(long index) => ((this[index] >> 12) + 0.5) * (1.0 / (1L << 52));
}
