using System.Text;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>The seeded random order of the cases in a run.</summary>
internal static class CaseOrder
{
    /// <summary>
    /// Shuffles (Fisher-Yates) with a generator of the seed alone: the same seed gives the same order on every machine.
    /// </summary>
    public static T[] Shuffle<T>(IEnumerable<T> cases, ulong seed)
    {
        var order = cases.ToArray();
        Random(seed, "order").Shuffle(order);
        return order;
    }

    /// <summary>A generator of a seed and a purpose, so that two purposes do not share a sequence.</summary>
    public static Random Random(ulong seed, string purpose)
    {
        // FNV-1a, 64 bits: string.GetHashCode differs from process to process.
        var hash = 14695981039346656037UL ^ seed;
        foreach (var b in Encoding.UTF8.GetBytes(purpose))
            hash = (hash ^ b) * 1099511628211UL;
        return new Random((int)(hash ^ (hash >> 32)));
    }
}
