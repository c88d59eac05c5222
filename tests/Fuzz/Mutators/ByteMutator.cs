namespace PerfGate.Fuzz.Mutators;

/// <summary>Flips, cuts, repeats and splices bytes.</summary>
internal static class ByteMutator
{
    private const int Largest = 1 << 18;

    /// <summary>A changed copy of a good input.</summary>
    /// <param name="pool">The good inputs.</param>
    /// <param name="random">What is random.</param>
    public static byte[] Mutate(Pool pool, Random random)
    {
        var bytes = pool.Any(random);
        for (var n = 1 + random.Next(4); n > 0; n--)
            bytes = Once(bytes, pool, random);
        return bytes;
    }

    /// <summary>One change.</summary>
    /// <param name="bytes">What is changed.</param>
    /// <param name="pool">The good inputs.</param>
    /// <param name="random">What is random.</param>
    public static byte[] Once(byte[] bytes, Pool pool, Random random)
    {
        if (bytes.Length == 0)
            return [.. pool.Any(random)];
        var copy = bytes.ToArray();
        var at = random.Next(copy.Length);
        var length = Math.Min(copy.Length - at, 1 + random.Next(1 << random.Next(1, 10)));
        switch (random.Next(9))
        {
            case 0: copy[at] ^= (byte)(1 << random.Next(8)); return copy;
            case 1: copy[at] = (byte)random.Next(256); return copy;
            case 2: copy[at] = random.Next(3) switch { 0 => 0, 1 => 0xFF, _ => 0x80 }; return copy;
            case 3: return copy[..at];
            case 4: return [.. copy[..at], .. copy[(at + length)..]];
            case 5: return Repeated(copy, at, length, random);
            case 6: copy.AsSpan(at, length).Fill((byte)random.Next(256)); return copy;
            case 7:
                var other = pool.Any(random);
                var from = random.Next(other.Length + 1);
                return Bounded([.. copy[..at], .. other[from..]]);
            default:
                Number(copy, at, random);
                return copy;
        }
    }

    private static byte[] Repeated(byte[] bytes, int at, int length, Random random)
    {
        var times = 1 << random.Next(1, 12);
        var part = bytes.AsSpan(at, length).ToArray();
        var repeated = Enumerable.Repeat(part, Math.Max(1, Math.Min(times, Largest / length))).SelectMany(p => p);
        return Bounded([.. bytes[..at], .. repeated, .. bytes[(at + length)..]]);
    }

    // A little-endian number at a limit.
    private static void Number(byte[] bytes, int at, Random random)
    {
        long[] values =
        [
            0,
            1,
            -1,
            int.MaxValue,
            int.MinValue,
            1L << 31,
            1L << 32,
            long.MaxValue,
            long.MinValue,
            bytes.Length,
            bytes.Length - 1,
        ];
        var value = BitConverter.GetBytes(values[random.Next(values.Length)]);
        var width = Math.Min(bytes.Length - at, 1 << random.Next(4));
        value.AsSpan(0, width).CopyTo(bytes.AsSpan(at));
    }

    private static byte[] Bounded(byte[] bytes) => bytes.Length <= Largest ? bytes : bytes[..Largest];
}
