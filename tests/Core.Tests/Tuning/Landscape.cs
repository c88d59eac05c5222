using PerfGate.Core.Statistics;
using PerfGate.Core.Tuning;

namespace PerfGate.Core.Tests.Tuning;

/// <summary>
/// Times of a made-up matrix product by its tile, the shape of real ones: traffic falls with the tile, too large a tile
/// leaves multiprocessors idle, unrolling helps until registers spill, and some variants are erratic.
/// </summary>
internal static class Landscape
{
    /// <summary>576 variants, of which the constraint allows fewer.</summary>
    public static TuningSpace Space { get; } =
        new(
            [
                new("TILE", [32, 64, 96, 128]),
                new("DEPTH", [8, 16, 32, 64]),
                new("EACH", [2, 4, 8]),
                new("UNROLL", [1, 2, 4, 8]),
                new("PAD", [0, 4, 8]),
            ],
            v => v[0] * v[1] <= 4096 && v[0] / v[2] <= 32
        );

    /// <summary>The natural logarithm of a variant's time, without noise.</summary>
    /// <param name="point">The variant.</param>
    /// <param name="seed">Which kernel it is: another seed, another optimum.</param>
    public static double Cost(long point, ulong seed)
    {
        var v = Space.ValuesOf(point);
        var kernel = new CounterRandom(seed);
        var (tile, depth, each) = (kernel.NextIndex(4), kernel.NextIndex(3), kernel.NextIndex(3));
        var (tileAt, depthAt, eachAt) = (Math.Log2(v[0] / 32), Math.Log2(v[1] / 8), Math.Log2(v[2] / 2));
        var registers = Math.Max(0, eachAt + Math.Log2(v[3]) - 3.5);
        var own = new CounterRandom(seed * 1_000_003 + (ulong)point);
        return 0.09 * Math.Abs(tileAt - tile * 0.67)
            + 0.06 * Math.Abs(depthAt - depth)
            + 0.12 * Math.Abs(eachAt - eachAt * tileAt / 8 - each)
            - 0.03 * Math.Log2(v[3])
            + 0.2 * registers
            + (v[4] == 0 ? 0.05 : 0.01 * v[4] / 4)
            + 0.01 * own.NextNormal();
    }

    /// <summary>The best of all variants.</summary>
    /// <param name="seed">Which kernel it is.</param>
    public static double Best(ulong seed) => Space.Points().Min(p => Cost(p, seed));

    /// <summary>Searches with a number of evaluations, each with the noise of a few runs.</summary>
    /// <returns>The variant that looked best.</returns>
    public static long Search(ITuningStrategy strategy, int evaluations, ulong seed, double noise = 0.003)
    {
        var random = new CounterRandom(seed + 77);
        var found = new Dictionary<long, double>();
        while (
            found.Count < evaluations
            && strategy.Propose(Math.Min(8, evaluations - found.Count)) is { IsEmpty: false } next
        )
        {
            foreach (var point in next)
            {
                Assert.True(Space.Allows(point));
                found.Add(point, Cost(point, seed) + noise * random.NextNormal());
                strategy.Tell(point, found[point]);
            }
        }

        return found.MinBy(f => f.Value).Key;
    }
}
