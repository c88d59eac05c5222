namespace PerfGate.Core.Statistics;

/// <summary>
/// A counter-based source of random numbers: the same seed gives the same numbers on every machine, and streams of
/// different seeds can be used by different threads.
/// </summary>
/// <remarks>
/// SplitMix64 of Steele, Lea and Flood (2014), OOPSLA, 453-472. It is home-made because MathNet's sources take a virtual
/// call, and some an allocation, per number, which the bootstrap cannot pay.
/// </remarks>
public struct CounterRandom
{
    // 2^64 over the golden ratio, made odd: successive counters differ in about half of their bits.
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong _counter;

    /// <summary>Starts a stream.</summary>
    /// <param name="seed">Any number.</param>
    public CounterRandom(ulong seed) => _counter = Mix(seed + Golden);

    /// <summary>A seed for a name, the same everywhere (FNV-1a over UTF-16 units).</summary>
    /// <param name="name">The name.</param>
    public static ulong SeedOf(string name)
    {
        var hash = 14695981039346656037;
        foreach (var unit in name)
            hash = (hash ^ unit) * 1099511628211;
        return hash;
    }

    /// <summary>64 random bits.</summary>
    public ulong Next() => Mix(_counter += Golden);

    /// <summary>Uniform in [0, 1) with 53 bits.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Standard normal, by Box and Muller (1958), Annals of Mathematical Statistics 29, 610-611.</summary>
    public double NextNormal() =>
        Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>Uniform in [0, <paramref name="below"/>); the bias is below 2^-32 times its size.</summary>
    /// <param name="below">Above 0.</param>
    public int NextIndex(int below) => (int)(((Next() >> 32) * (ulong)below) >> 32);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
