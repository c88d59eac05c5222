using System.Collections.Immutable;

namespace PerfGate.Core.Statistics;

/// <summary>
/// The lower level of the bootstrap, drawn in advance: for every run the log locations of a few resamples of its samples.
/// </summary>
/// <remarks>
/// Resampling all samples of all runs for each of 10,000 resamples would be 60 million draws for 10 x 300 samples a side. The upper level
/// dominates, and only the shape of the lower one counts (its size cancels when the interval is scaled to its standard error), so
/// each upper draw picks one of <see cref="Replicates"/> lower resamples instead; a test holds it against the exact procedure.
/// </remarks>
internal sealed class RunPool
{
    /// <summary>Lower resamples per run; a power of two, so that six random bits pick one.</summary>
    public const int Replicates = 1 << ReplicateBits;

    private const int ReplicateBits = 6;

    private readonly double[] values;

    private RunPool(double[] values, int runs) => (this.values, Runs) = (values, runs);

    /// <summary>Number of runs.</summary>
    public int Runs { get; }

    /// <summary>Draws the pool of one side.</summary>
    /// <param name="runs">Samples of each run.</param>
    /// <param name="random">The source.</param>
    public static RunPool Of(ImmutableArray<ImmutableArray<double>> runs, ref CounterRandom random)
    {
        var values = new double[runs.Length * Replicates];
        var most = runs.Max(r => r.Length);
        var (sorted, counts) = (new double[most], new int[most]);
        for (var run = 0; run < runs.Length; run++)
        {
            var samples = sorted.AsSpan(0, runs[run].Length);
            runs[run].CopyTo(samples);
            samples.Sort();
            for (var k = 0; k < Replicates; k++)
                values[run * Replicates + k] = Math.Log(Resampled(samples, counts.AsSpan(0, samples.Length), ref random));
        }

        return new(values, runs.Length);
    }

    /// <summary>Differences of two sides whose run i came out of one process: candidate minus reference.</summary>
    public static RunPool Differences(RunPool reference, RunPool candidate)
    {
        var values = new double[candidate.values.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = candidate.values[i] - reference.values[i];
        return new(values, candidate.Runs);
    }

    /// <summary>The mean of as many runs as there are, drawn with replacement, each with one of its lower resamples.</summary>
    public double ResampledMean(ref CounterRandom random)
    {
        var n = (ulong)Runs;
        var sum = 0.0;
        var i = Runs;
        for (; i > 1; i -= 2)
        {
            // One number serves two draws: 26 bits for the run and 6 for its resample each.
            var bits = random.Next();
            sum += Pick((uint)bits, n) + Pick((uint)(bits >> 32), n);
        }

        return (i == 1 ? sum + Pick((uint)random.Next(), n) : sum) / Runs;
    }

    private double Pick(uint bits, ulong runs)
    {
        var run = (int)(((bits >> ReplicateBits) * runs) >> (32 - ReplicateBits));
        return values[run * Replicates + (int)(bits & (Replicates - 1))];
    }

    // The interquartile mean of a resample, without sorting it: how often each of the ascending samples was drawn says enough.
    private static double Resampled(ReadOnlySpan<double> ascending, Span<int> counts, ref CounterRandom random)
    {
        var n = ascending.Length;
        counts.Clear();
        var i = n;
        for (; i > 1; i -= 2)
        {
            var bits = random.Next();
            counts[(int)(((ulong)(uint)bits * (ulong)n) >> 32)]++;
            counts[(int)((bits >> 32) * (ulong)n >> 32)]++;
        }

        if (i == 1)
            counts[random.NextIndex(n)]++;

        // Of the weight n, what lies between a quarter and three quarters counts.
        var (low, high) = (n / 4.0, n * 0.75);
        var (at, below) = (0, 0.0);
        while (below + counts[at] <= low)
            below += counts[at++];
        var origin = ascending[at];
        var sum = 0.0;
        for (; below < high; at++)
        {
            var above = below + counts[at];
            sum += (Math.Min(above, high) - Math.Max(below, low)) / (high - low) * (ascending[at] - origin);
            below = above;
        }

        return origin + sum;
    }
}
