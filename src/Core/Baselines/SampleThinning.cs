using System.Collections.Immutable;

namespace PerfGate.Core.Baselines;

/// <summary>Keeps a committed file small: at most a hundred samples a run, evenly spread over it and in time order.</summary>
public static class SampleThinning
{
    /// <summary>
    /// Samples kept of a run. The run is the unit of replication, so the bootstrap loses next to nothing: a hundred
    /// samples give a run's location to a tenth of the sample deviation, well below the spread between processes.
    /// </summary>
    public const int MaximumSamples = 100;

    /// <summary>Thins a series; one that is short enough stays as it is.</summary>
    /// <param name="samples">Samples in time order.</param>
    /// <returns>At most <see cref="MaximumSamples"/> of them, in the same order.</returns>
    public static ImmutableArray<double> Thin(ImmutableArray<double> samples)
    {
        if (samples.Length <= MaximumSamples)
            return samples;
        var kept = ImmutableArray.CreateBuilder<double>(MaximumSamples);
        // The middle sample of each of a hundred equal stretches: thinning a run leaves no end over-represented.
        for (var i = 0; i < MaximumSamples; i++)
            kept.Add(samples[(int)(((2L * i) + 1) * samples.Length / (2L * MaximumSamples))]);
        return kept.MoveToImmutable();
    }
}
