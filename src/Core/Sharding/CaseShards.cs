using System.Collections.Immutable;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Sharding;

/// <summary>
/// Deals cases out to shards: each to the shard with the least so far, the dearest case first, which is at most a third
/// above the best possible (Graham, SIAM Journal on Applied Mathematics 17, 1969).
/// </summary>
public static class CaseShards
{
    /// <summary>The names that a shard has. Every shard gets the same answer from the same costs.</summary>
    /// <param name="costs">
    /// Each case's cost, in any unit; a case of which nothing is known has null, and counts as the median of the
    /// others.
    /// </param>
    /// <param name="shard">Which shard.</param>
    public static ImmutableHashSet<string> Of(IReadOnlyDictionary<string, double?> costs, Shard shard)
    {
        var known = costs.Values.OfType<double>().Order().ToArray();
        var typical = known.Length == 0 ? 1 : known[known.Length / 2];
        var loads = new double[shard.Count];
        var counts = new int[shard.Count];
        var mine = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (
            var (name, cost) in costs
                .Select(c => (c.Key, Cost: c.Value ?? typical))
                .OrderByDescending(c => c.Cost)
                .ThenBy(c => c.Key, StringComparer.Ordinal)
        )
        {
            var least = 0;
            for (var i = 1; i < shard.Count; i++)
            {
                if ((loads[i], counts[i]).CompareTo((loads[least], counts[least])) < 0)
                    least = i;
            }

            loads[least] += cost;
            counts[least]++;
            if (least == shard.Index - 1)
                mine.Add(name);
        }

        return mine.ToImmutable();
    }
}
