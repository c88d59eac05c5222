using System.Collections.Immutable;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Simulation;

/// <summary>
/// How well an estimator tells the spread of normal runs whose standard deviation is 1, and what far-off runs make of
/// it.
/// </summary>
/// <param name="Estimator">Its name.</param>
/// <param name="Runs">Runs that it estimates from.</param>
/// <param name="Mean">Its mean without far-off runs; 1 is right.</param>
/// <param name="Variation">Its standard deviation over that mean: how much it varies by chance.</param>
/// <param name="OneFar">Its mean where one of the runs lies 100 standard deviations off.</param>
/// <param name="OneInTen">
/// What it stays below in 95 % of cases where each run has one chance in ten to lie 100 standard deviations off.
/// </param>
public sealed record SpreadStudy(
    string Estimator,
    int Runs,
    double Mean,
    double Variation,
    double OneFar,
    double OneInTen
)
{
    // What makes the median distance from the median, and that between two values, an estimate of a normal's standard
    // deviation.
    private const double MedianToDeviation = 1.4826;
    private const double DistanceToDeviation = 1.0483;

    private const double Far = 100;

    private static readonly ImmutableArray<(string Name, Func<double[], double> Of)> Estimators =
    [
        ("standard deviation", x => Math.Sqrt(Moments.Variance(x))),
        ("median distance from the median (MAD)", MedianAbsoluteDeviation),
        ("median distance between runs (Shamos)", Shamos),
        ("Q_n", x => RobustSpread.Qn(x)),
        ("Q_n or standard deviation, the smaller: in use", x => RobustSpread.Of(x)),
    ];

    private static readonly ImmutableArray<int> Sizes = [5, 10, 20];

    /// <summary>Every estimator at every number of runs.</summary>
    /// <param name="experiments">Experiments a line.</param>
    public static ImmutableArray<SpreadStudy> All(int experiments) =>
        [.. from runs in Sizes from estimator in Estimators select Of(estimator.Name, estimator.Of, runs, experiments)];

    private static SpreadStudy Of(string name, Func<double[], double> estimate, int runs, int experiments)
    {
        var (clean, one, some) = (new double[experiments], new double[experiments], new double[experiments]);
        // The same runs for every estimator.
        var seed = CounterRandom.SeedOf($"spread {runs}");
        Parallel.For(0, experiments, i =>
        {
            var random = new CounterRandom(seed + (ulong)i);
            var values = new double[runs];
            for (var k = 0; k < runs; k++)
                values[k] = random.NextNormal();
            clean[i] = estimate(values);
            one[i] = estimate([values[0] + Far, .. values[1..]]);
            for (var k = 0; k < runs; k++)
                values[k] += random.NextDouble() < 0.1 ? Far : 0;
            some[i] = estimate(values);
        });
        Array.Sort(some);
        var mean = Moments.Mean(clean);
        return new(
            name,
            runs,
            mean,
            Math.Sqrt(Moments.Variance(clean)) / mean,
            Moments.Mean(one),
            Quantiles.OfSorted(some, 0.95)
        );
    }

    private static double MedianAbsoluteDeviation(double[] values)
    {
        var median = Quantiles.Median(values);
        return MedianToDeviation * Quantiles.Median([.. values.Select(v => Math.Abs(v - median))]);
    }

    private static double Shamos(double[] values)
    {
        double[] ascending = [.. values.Order()];
        return DistanceToDeviation * RankSelection.Distance(
            ascending, (values.Length * (values.Length - 1L) / 2 + 1) / 2);
    }
}
