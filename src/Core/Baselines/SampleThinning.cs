using System.Collections.Immutable;

namespace PerfGate.Core.Baselines;

/// <summary>
/// Keeps a committed file small: at most a hundred samples a run, which are distributed as all of them were.
/// </summary>
public static class SampleThinning
{
    /// <summary>
    /// Samples kept of a run. They are picked by rank, so that the thinned run keeps the location of the full run,
    /// which is what a comparison takes from it. Picking by time would add sampling error: the location of a hundred
    /// samples of a short kernel is far less certain than that of four hundred.
    /// </summary>
    public const int MaximumSamples = 100;

    /// <summary>Thins a series; one that is short enough stays as it is.</summary>
    /// <param name="samples">Samples in time order.</param>
    /// <returns>
    /// At most <see cref="MaximumSamples"/> of them, in the same order: the middle one by size of each of a hundred
    /// equal parts.
    /// </returns>
    public static ImmutableArray<double> Thin(ImmutableArray<double> samples) => Thin(samples, MaximumSamples);

    /// <summary>Thins a series to a number of samples; one that is short enough stays as it is.</summary>
    /// <param name="samples">Samples in time order.</param>
    /// <param name="keep">How many to keep at most, above 0.</param>
    /// <returns>The middle one by size of each of so many equal parts, in time order.</returns>
    public static ImmutableArray<double> Thin(ImmutableArray<double> samples, int keep)
    {
        if (samples.Length <= keep)
            return samples;
        // Equal ones in time order.
        int[] bySize = [.. Enumerable.Range(0, samples.Length).OrderBy(i => samples[i])];
        return [.. Enumerable.Range(0, keep)
            .Select(part => bySize[(int)(((2L * part) + 1) * samples.Length / (2L * keep))])
            .Order()
            .Select(i => samples[i])];
    }
}
