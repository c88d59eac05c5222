using System.Globalization;
using PerfGate.Core.Text;

namespace PerfGate.Core.Statistics;

/// <summary>
/// Tells whether the regime of a run shifted while its samples were taken: a clock change, a thermal step, a neighbour.
/// Such a run has no single location and is thrown away whole.
/// </summary>
public static class RunStability
{
    /// <summary>Fewer samples show no regime.</summary>
    public const int FewestSamples = 20;

    /// <summary>
    /// A step must stand out from the samples' own noise by this many standard errors. Of the 360 runs recorded on an
    /// H200 those with steps of any practical size reach 8.1; the series recorded on an L4 that step mid-run reach 21
    /// to 61, its other ones 5.8.
    /// </summary>
    public const double Clearness = 10;

    // Warm-up and a burst of slow samples are shorter than a tenth of a run; the interquartile mean cuts them off
    // anyway.
    private const double ShortestRegime = 0.1;

    // So many samples begin a window at most; a finer search finds the same steps and costs the square.
    private const int WindowStarts = 200;

    /// <summary>Examines one run.</summary>
    /// <param name="samples">Positive times in time order, any unit.</param>
    /// <param name="tolerance">The case's tolerance, as a fraction.</param>
    /// <param name="places">
    /// Where each sample's buffers lay, for a run that goes through several places in turn, each several times: what a
    /// place adds is no regime, and is taken out first. Empty where all samples are of one place.
    /// </param>
    /// <returns>Whether it is steady, and where it is not, the step in words.</returns>
    /// <remarks>
    /// Every window is held against the rest of the run (Levin and Kline 1985, Statistics in Medicine 4, 469-488: the
    /// epidemic alternative), on logarithms clipped at the 5 % and 95 % quantiles. The noise is taken from differences
    /// of neighbours (von Neumann 1941, Annals of Mathematical Statistics 12, 367-395), which a step leaves alone. A
    /// step is of practical size where its size times the share of the samples on its smaller side reaches the
    /// tolerance: by so much it could have moved the mean, and it moved the interquartile mean by no more.
    /// </remarks>
    public static Stability Examine(ReadOnlySpan<double> samples, double tolerance, ReadOnlySpan<int> places = default)
    {
        if (samples.Length < FewestSamples)
            return Stability.Steady;
        var logs = Clipped(WithoutPlaces(Logs(samples), places));
        var sums = new double[logs.Length + 1];
        var squares = 0.0;
        for (var i = 0; i < logs.Length; i++)
        {
            sums[i + 1] = sums[i] + logs[i];
            if (i > 0)
                squares += (logs[i] - logs[i - 1]) * (logs[i] - logs[i - 1]);
        }

        var noise = Math.Sqrt(squares / (2 * (logs.Length - 1)));
        var step = Clearest(sums, noise);
        var size = Math.Exp(Math.Abs(step.Log)) - 1;
        return step.Clearness < Clearness || size * SmallerShare(step, logs.Length) < tolerance
            ? Stability.Steady
            : new(false, Words(step, logs.Length));
    }

    private static Step Clearest(double[] sums, double noise)
    {
        var n = sums.Length - 1;
        var shortest = Math.Max(8, (int)(n * ShortestRegime));
        var stride = Math.Max(1, n / WindowStarts);
        var clearest = default(Step);
        for (var from = 0; from < n; from += stride)
        {
            for (var to = from + shortest; to <= n && to - from <= n - shortest; to += stride)
            {
                var inside = to - from;
                var log = (sums[to] - sums[from]) / inside - (sums[n] - sums[to] + sums[from]) / (n - inside);
                var error = noise * Math.Sqrt(1.0 / inside + 1.0 / (n - inside));
                // Of constant samples 0 / 0, which is above nothing.
                var clearness = Math.Abs(log) / error;
                if (clearness > clearest.Clearness)
                    clearest = new(from, to, log, clearness);
            }
        }

        return clearest;
    }

    private static double SmallerShare(Step step, int samples)
    {
        var inside = (double)(step.To - step.From) / samples;
        return Math.Min(inside, 1 - inside);
    }

    // Relative to the first, so that they are small and keep their digits.
    private static double[] Logs(ReadOnlySpan<double> samples)
    {
        var logs = new double[samples.Length];
        for (var i = 0; i < logs.Length; i++)
            logs[i] = Math.Log(samples[i] / samples[0]);
        return logs;
    }

    private static double[] WithoutPlaces(double[] logs, ReadOnlySpan<int> places)
    {
        if (places.IsEmpty)
            return logs;
        ArgumentOutOfRangeException.ThrowIfNotEqual(places.Length, logs.Length, nameof(places));
        var at = logs.Zip(places.ToArray()).ToLookup(pair => pair.Second, pair => pair.First);
        var medians = at.ToDictionary(place => place.Key, place => Quantiles.Median([.. place]));
        for (var i = 0; i < logs.Length; i++)
            logs[i] -= medians[places[i]];
        return logs;
    }

    private static double[] Clipped(double[] logs)
    {
        var sorted = logs.ToArray();
        Array.Sort(sorted);
        // At least one sample at either end, of the fewest too.
        var (low, high) = (
            sorted[Math.Max(1, (int)(0.05 * (sorted.Length - 1)))],
            sorted[(int)(0.95 * (sorted.Length - 1))]
        );
        return [.. logs.Select(log => Math.Clamp(log, low, high))];
    }

    // What came later is what changed: if the first stretch differs, the message names the step after it.
    private static string Words(Step step, int samples)
    {
        var (from, to, log) = step.From == 0 ? (step.To, samples, -step.Log) : (step.From, step.To, step.Log);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"its regime shifted: samples {from + 1} to {to} of {samples} are "
                + $"{Numbers.Change(Math.Exp(log))} than the rest"
        );
    }

    private readonly record struct Step(int From, int To, double Log, double Clearness);
}

/// <summary>Whether a run kept to one regime.</summary>
/// <param name="Stable">Whether it did.</param>
/// <param name="Reason">The shift in words; null if it did.</param>
public sealed record Stability(bool Stable, string? Reason)
{
    /// <summary>It did.</summary>
    public static Stability Steady { get; } = new(true, null);
}
