using System.Collections.Immutable;
using MathNet.Numerics.Statistics;

namespace PerfGate.Core.Statistics;

/// <summary>
/// Intervals by a bootstrap over runs first and over the samples inside each run second, corrected for few runs.
/// </summary>
/// <remarks>
/// A plain percentile interval of 5 runs covers 85 to 90 %: the bootstrap's variance falls short by (n-1)/n, its
/// quantiles are the normal distribution's rather than Student's, and the lower level counts the samples' noise twice.
/// So the bootstrap gives the shape and the effect gives the scale: deviations are stretched to the effect's standard
/// error (Rao and Wu 1988, Journal of the American Statistical Association 83, 231-241) and from the normal's quantile
/// to Student's (Hesterberg 2015, The American Statistician 69, 371-386). <c>perfgate simulate</c> shows its coverage.
/// </remarks>
public static class HierarchicalBootstrap
{
    /// <summary>Resamples of the upper level.</summary>
    public const int Resamples = 10_000;

    /// <summary>The interval of an effect on the log scale.</summary>
    /// <param name="runs">The runs that it was estimated from.</param>
    /// <param name="effect">The effect.</param>
    /// <param name="confidence">Such as 0.95.</param>
    /// <param name="seed">
    /// The same seed gives the same interval, whatever the machine and the number of threads.
    /// </param>
    /// <param name="resamples">Resamples of the upper level.</param>
    /// <returns>Low and high end; both the effect itself where nothing varies.</returns>
    public static (double Low, double High) Interval(
        ComparedRuns runs, Effect effect, double confidence, ulong seed, int resamples = Resamples)
    {
        if (effect.StandardError == 0)
            return (effect.Difference, effect.Difference);
        var random = new CounterRandom(seed);
        var deviations = new double[resamples];
        Resample(runs, deviations, ref random);
        var mean = Moments.Mean(deviations);
        var deviation = Math.Sqrt(Moments.Variance(deviations));

        var tail = (1 - confidence) / 2;
        var student = StudentTail.Quantile(tail, effect.IntervalDegreesOfFreedom);
        var normal = StudentTail.Quantile(tail, double.PositiveInfinity);
        var scale = deviation == 0 ? 0 : effect.StandardError / deviation * student / normal;
        return (
            effect.Difference + (Quantile(deviations, tail) - mean) * scale,
            effect.Difference + (Quantile(deviations, 1 - tail) - mean) * scale);
    }

    // By selection: two quantiles do not need all the others in order. Moves the values about.
    private static double Quantile(double[] values, double probability) =>
        ArrayStatistics.QuantileCustomInplace(values, probability, QuantileDefinition.R7);

    private static void Resample(ComparedRuns runs, double[] differences, ref CounterRandom random)
    {
        var candidate = RunPool.Of(runs.Candidate, ref random);
        if (!runs.Days.IsEmpty)
        {
            AcrossDays(runs.Days, candidate, differences, ref random);
            return;
        }

        var reference = RunPool.Of(runs.Reference, ref random);
        if (runs.Paired)
        {
            var pairs = RunPool.Differences(reference, candidate);
            for (var i = 0; i < differences.Length; i++)
                differences[i] = pairs.ResampledMean(ref random);
            return;
        }

        for (var i = 0; i < differences.Length; i++)
            differences[i] = candidate.ResampledMean(ref random) - reference.ResampledMean(ref random);
    }

    // Three levels: days, their runs, the runs' samples. The candidate was measured on a day of its own, so a day's
    // deviation is drawn for it as well.
    private static void AcrossDays(
        ImmutableArray<ImmutableArray<ImmutableArray<double>>> days,
        RunPool candidate,
        double[] differences,
        ref CounterRandom random
    )
    {
        var pools = new RunPool[days.Length];
        var means = new double[days.Length];
        for (var d = 0; d < days.Length; d++)
        {
            pools[d] = RunPool.Of(days[d], ref random);
            means[d] = Moments.Mean([.. days[d].Select(r => Math.Log(InterquartileMean.Of(r.AsSpan())))]);
        }

        // What all of them have in common is taken off with their mean.
        for (var i = 0; i < differences.Length; i++)
        {
            for (var d = 0; d < pools.Length; d++)
                differences[i] -= pools[random.NextIndex(pools.Length)].ResampledMean(ref random) / pools.Length;
            differences[i] += means[random.NextIndex(means.Length)] + candidate.ResampledMean(ref random);
        }
    }
}
