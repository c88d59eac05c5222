using System.Collections.Immutable;

namespace PerfGate.Core.Explaining;

/// <summary>The counters of one kernel over all its launches in one run of a case.</summary>
/// <param name="Kernel">The kernel, as ncu named it.</param>
/// <param name="Launches">How often one run of the case launches it.</param>
/// <param name="Values">
/// By the metric's name: the sum over the launches of what is a sum, the largest of what describes the launch, and the
/// mean weighted by time of everything else.
/// </param>
public sealed record KernelCounters(string Kernel, double Launches, ImmutableSortedDictionary<string, NcuValue> Values)
{
    /// <summary>The counters of each kernel, in the order of their first launches.</summary>
    /// <param name="launches">What ncu recorded.</param>
    /// <param name="times">How often the whole case was run.</param>
    public static ImmutableArray<KernelCounters> Of(IEnumerable<NcuLaunch> launches, int times) =>
        [.. launches.GroupBy(l => l.Kernel).Select(g => Of(g.Key, [.. g], times))];

    private static KernelCounters Of(string kernel, ImmutableArray<NcuLaunch> launches, int times)
    {
        var names = launches.SelectMany(l => l.Metrics.Keys).Distinct(StringComparer.Ordinal);
        return new(
            kernel,
            (double)launches.Length / times,
            names.ToImmutableSortedDictionary(
                n => n,
                n => new NcuValue(
                    Together(n, launches, times),
                    launches.First(l => l.Metrics.ContainsKey(n)).Metrics[n].Unit
                ),
                StringComparer.Ordinal
            )
        );
    }

    private static double Together(string name, ImmutableArray<NcuLaunch> launches, int times)
    {
        var known = launches.Where(l => l.Metrics.ContainsKey(name)).ToList();
        if (name.StartsWith("launch__", StringComparison.Ordinal))
            return known.Max(l => l.Metrics[name].Value);
        if (name.EndsWith(".sum", StringComparison.Ordinal))
            return known.Sum(l => l.Metrics[name].Value) / times;
        var weights = known.Sum(Weight);
        return weights > 0
            ? known.Sum(l => l.Metrics[name].Value * Weight(l)) / weights
            : known.Average(l => l.Metrics[name].Value);
    }

    private static double Weight(NcuLaunch launch) => launch.Metrics.GetValueOrDefault(NcuMetrics.Time).Value;
}
