using System.Collections.Immutable;
using PerfGate.Runner.Devices.Cuda.Nvml;

namespace PerfGate.Runner.Measuring.Environments;

/// <summary>
/// Which processors the workers of each of several GPUs keep to, so that no two GPUs' workers disturb each other.
/// </summary>
internal static class ProcessorShares
{
    /// <summary>The shares of GPUs of this machine.</summary>
    /// <param name="gpus">Their UUIDs.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <returns>As <see cref="Of"/>.</returns>
    public static ImmutableArray<IReadOnlyList<int>> OfGpus(
        IReadOnlyCollection<string> gpus,
        Func<string, string?> variable
    ) => Of(CpuAffinity.Current(), Near(gpus, variable), CpuAffinity.CoreOf);

    /// <summary>Shares processors out.</summary>
    /// <param name="allowed">Those that this process has.</param>
    /// <param name="near">For each GPU those near it; empty if they are unknown.</param>
    /// <param name="coreOf">The core that a processor belongs to. A core is not divided.</param>
    /// <returns>
    /// For each GPU some of those near it, or of all where too few are near; at least four. All of them empty if
    /// there are fewer than that for each: then nothing is shared out.
    /// </returns>
    internal static ImmutableArray<IReadOnlyList<int>> Of(
        IReadOnlyList<int> allowed,
        ImmutableArray<IReadOnlyList<int>> near,
        Func<int, int> coreOf
    ) =>
        Divided([.. near.Select(n => LockedEnvironment.Choose(allowed, n))], coreOf)
        ?? Divided([.. near.Select(_ => allowed)], coreOf)
        ?? [.. near.Select(_ => (IReadOnlyList<int>)[])];

    // GPUs with the same processors divide them. Null where that leaves one with too few, or two with the same.
    private static ImmutableArray<IReadOnlyList<int>>? Divided(
        ImmutableArray<IReadOnlyList<int>> from,
        Func<int, int> coreOf
    )
    {
        var shares = new IReadOnlyList<int>[from.Length];
        foreach (var same in Enumerable.Range(0, from.Length).GroupBy(i => CpuAffinity.Format(from[i])))
        {
            int[][] cores = [.. from[same.First()].GroupBy(coreOf).OrderBy(c => c.Key).Select(c => c.ToArray())];
            var (place, count) = (0, same.Count());
            foreach (var gpu in same)
            {
                var (first, end) = (place * cores.Length / count, ++place * cores.Length / count);
                shares[gpu] = [.. cores[first..end].SelectMany(c => c).Order()];
            }
        }

        return shares.All(s => s.Count >= LockedEnvironment.EnoughProcessors)
            && shares.Sum(s => s.Count) == shares.SelectMany(s => s).Distinct().Count()
            ? [.. shares]
            : null;
    }

    private static ImmutableArray<IReadOnlyList<int>> Near(
        IReadOnlyCollection<string> gpus,
        Func<string, string?> variable
    )
    {
        try
        {
            using var nvml = NvmlLibrary.Load(variable);
            return [.. gpus.Select(g => nvml.Gpu(g).NearProcessors())];
        }
        catch (NvmlException)
        {
            return [.. gpus.Select(_ => (IReadOnlyList<int>)[])];
        }
    }
}
