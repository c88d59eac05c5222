using System.Collections.Immutable;

namespace PerfGate.Core.Statistics;

/// <summary>
/// The lower level of the bootstrap, drawn in advance: for every run the log locations of a few resamples of its
/// samples. It is home-made because no library of .NET resamples on two levels with the same bits on every machine.
/// </summary>
/// <remarks>
/// Resampling all samples of all runs for each of 10,000 resamples would be 60 million draws for 10 x 300 samples a
/// side. The upper level dominates, and only the shape of the lower one counts (its size cancels when the interval is
/// scaled to its standard error), so each upper draw picks one of <see cref="Replicates"/> lower resamples instead; a
/// test holds it against the exact procedure.
/// </remarks>
internal sealed class RunPool
{
    /// <summary>Lower resamples per run; a power of two, so that six random bits pick one.</summary>
    public const int Replicates = 1 << ReplicateBits;

    private const int ReplicateBits = 6;

    // Beyond so many runs a mean is as normal as makes no difference, and each of them more is drawn 10,000 times.
    private const int MostDrawn = 1000;

    private readonly double[] _values;
    private readonly int _replicateBits;
    private readonly int _drawn;
    private readonly double _centre;

    private RunPool(double[] values, int runs, int replicateBits)
    {
        _values = values;
        _replicateBits = replicateBits;
        Runs = runs;
        _drawn = Math.Min(runs, MostDrawn);
        _centre = Moments.Mean(values);
    }

    /// <summary>Number of runs.</summary>
    public int Runs { get; }

    /// <summary>Draws the pool of one side.</summary>
    /// <param name="runs">Samples of each run.</param>
    /// <param name="random">The source.</param>
    public static RunPool Of(ImmutableArray<ImmutableArray<double>> runs, ref CounterRandom random)
    {
        // Where every run is one sample there is no lower level to draw: one value a run says all.
        var most = runs.Max(r => r.Length);
        var bits = most == 1 ? 0 : ReplicateBits;
        var values = new double[runs.Length << bits];
        var (excess, counts) = (new double[most], new int[most]);
        for (var run = 0; run < runs.Length; run++)
        {
            var samples = excess.AsSpan(0, runs[run].Length);
            runs[run].CopyTo(samples);
            samples.Sort();
            var least = samples[0];
            // Above the least sample and divided by the weight that counts, before anything is added: no sum can
            // overflow or be nought.
            for (var i = 0; i < samples.Length; i++)
                samples[i] = (samples[i] - least) * (2.0 / samples.Length);
            for (var k = 0; k < 1 << bits; k++)
                values[(run << bits) + k] = Math.Log(
                    least + ResampledExcess(samples, counts.AsSpan(0, samples.Length), ref random)
                );
        }

        return new(values, runs.Length, bits);
    }

    /// <summary>Differences of two sides whose run i came out of one process: candidate minus reference.</summary>
    public static RunPool Differences(RunPool reference, RunPool candidate)
    {
        var bits = Math.Max(reference._replicateBits, candidate._replicateBits);
        var values = new double[candidate.Runs << bits];
        for (var i = 0; i < values.Length; i++)
            values[i] =
                candidate._values[i >> (bits - candidate._replicateBits)]
                - reference._values[i >> (bits - reference._replicateBits)];
        return new(values, candidate.Runs, bits);
    }

    /// <summary>
    /// The mean of as many runs as there are, drawn with replacement, each with one of its lower resamples.
    /// </summary>
    /// <remarks>
    /// Of more than <see cref="MostDrawn"/> runs so many are drawn, and the mean's deviation is brought down to what
    /// that of all would be (the m out of n bootstrap: Bickel, Götze and van Zwet 1997, Statistica Sinica 7, 1-31).
    /// </remarks>
    public double ResampledMean(ref CounterRandom random)
    {
        var sum = 0.0;
        var i = _drawn;
        for (; i > 1; i -= 2)
        {
            // One number serves two draws: 26 bits for the run and 6 for its resample each.
            var bits = random.Next();
            sum += Pick((uint)bits) + Pick((uint)(bits >> 32));
        }

        var mean = (i == 1 ? sum + Pick((uint)random.Next()) : sum) / _drawn;
        return _drawn == Runs ? mean : _centre + (mean - _centre) * Math.Sqrt((double)_drawn / Runs);
    }

    private double Pick(uint bits)
    {
        var run = (int)(((bits >> ReplicateBits) * (ulong)Runs) >> (32 - ReplicateBits));
        return _values[(run << _replicateBits) + (int)(bits & ((1u << _replicateBits) - 1))];
    }

    // The interquartile mean of a resample, without sorting it: how often each of the ascending samples was drawn says
    // enough.
    private static double ResampledExcess(ReadOnlySpan<double> ascending, Span<int> counts, ref CounterRandom random)
    {
        var n = ascending.Length;
        Draw(n, counts, ref random);

        // Of the weight n, what lies between a quarter and three quarters counts; compared in quarters, which are whole
        // numbers.
        var (at, above) = (0, counts[0]);
        while (4L * above <= n)
            above += counts[++at];
        if (4L * above >= 3L * n)
            return n / 2.0 * ascending[at];
        var sum = (above - n / 4.0) * ascending[at];
        for (var count = counts[++at]; 4L * (above + count) < 3L * n; count = counts[++at])
        {
            sum += count * ascending[at];
            above += count;
        }

        return sum + (n * 0.75 - above) * ascending[at];
    }

    private static void Draw(int n, Span<int> counts, ref CounterRandom random)
    {
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
    }
}
