using PerfGate.Core.Statistics;

namespace PerfGate.Core.Simulation;

/// <summary>How often the 95 % interval holds the truth.</summary>
/// <param name="Model">Name of the noise model.</param>
/// <param name="Paired">Whether runs hold both sides.</param>
/// <param name="Runs">Runs a side.</param>
/// <param name="Experiments">Experiments simulated.</param>
/// <param name="Coverage">Share whose interval holds the true ratio.</param>
/// <param name="Width">Mean width of the interval, as a fraction.</param>
public sealed record CoverageStudy(string Model, bool Paired, int Runs, int Experiments, double Coverage, double Width)
{
    /// <summary>Simulates experiments with a true ratio of 1.</summary>
    /// <param name="model">The noise.</param>
    /// <param name="paired">Whether runs hold both sides.</param>
    /// <param name="runs">Runs a side.</param>
    /// <param name="experiments">Experiments to simulate.</param>
    /// <param name="resamples">Resamples of each bootstrap.</param>
    public static CoverageStudy Of(NoiseModel model, bool paired, int runs, int experiments, int resamples)
    {
        var widths = new double[experiments];
        var covered = new bool[experiments];
        var seed = CounterRandom.SeedOf($"coverage {model.Name} {paired} {runs}");
        Parallel.For(
            0,
            experiments,
            i =>
            {
                var random = new CounterRandom(seed + (ulong)i);
                var session = model.Session(runs, ratio: 1, paired, ref random);
                var (low, high) = HierarchicalBootstrap.Interval(
                    session,
                    session.Effect(),
                    0.95,
                    random.Next(),
                    resamples
                );
                covered[i] = low <= 0 && high >= 0;
                widths[i] = high - low;
            }
        );
        return new(
            model.Name,
            paired,
            runs,
            experiments,
            covered.Count(c => c) / (double)experiments,
            Moments.Mean(widths)
        );
    }
}
