using System.Collections.Immutable;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Claims;

/// <summary>
/// Takes the clock's share off the samples of an observed command, as it has been taken off those of a kernel that it
/// is compared with. On a GPU it is 1 to 3 µs a kernel: left in on one side alone, it would make the other look faster.
/// The share is the one that was measured for the kernel. Both are timed by CUPTI on the same GPU.
/// </summary>
public static class SameClock
{
    /// <summary>Takes it off.</summary>
    /// <param name="measurement">The measurement as it was written.</param>
    /// <param name="benchmarks">The benchmarks that are compared.</param>
    /// <returns>
    /// The measurement, in which <see cref="MeasuredCase.ClockShare"/> of observed cases says what was taken off.
    /// </returns>
    public static Measurement Of(Measurement measurement, params ImmutableArray<string> benchmarks)
    {
        var shares = measurement
            .Cases.Where(c => benchmarks.Contains(c.Benchmark))
            .Select(c => (Shape: SpeedComparison.ShapeOf(c), Share: ShareOfKernel(c)))
            .Where(s => s.Share > 0)
            .DistinctBy(s => s.Shape)
            .ToDictionary(s => s.Shape, s => s.Share!.Value);
        return measurement with
        {
            Cases =
            [
                .. measurement.Cases.Select(c =>
                    benchmarks.Contains(c.Benchmark)
                    && c is { Observed.Kernels: { } kernels, ClockShare: null }
                    && shares.TryGetValue(SpeedComparison.ShapeOf(c), out var share)
                        ? Without(c, kernels * share)
                        : c
                ),
            ],
        };
    }

    // The share of a sequence holds the gaps between its kernels, and a function's calls are not counted here.
    private static double? ShareOfKernel(MeasuredCase measured) =>
        measured is { Observed: null, Declaration.Launches: [{ Grid.Length: > 0 }] } ? measured.ClockShare : null;

    private static MeasuredCase Without(MeasuredCase measured, double share) =>
        measured with
        {
            ClockShare = share,
            Runs = [.. measured.Runs.Select(r => r with { Samples = Without(r.Samples, share) })],
        };

    // At least 1 ns: a statistic takes the logarithm of it.
    private static ImmutableArray<double> Without(ImmutableArray<double> samples, double share) =>
        [.. samples.Select(s => Math.Max(1, s - share))];
}
