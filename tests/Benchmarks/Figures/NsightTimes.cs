using System.Text.Json.Nodes;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;
using PerfGate.Core.Statistics;

namespace PerfGate.Benchmarks.Figures;

/// <summary>What Nsight Compute said of the kernels of cases, as <c>tests/gpu/trust/ncu.py</c> keeps it.</summary>
/// <param name="document">The file.</param>
internal sealed class NsightTimes(JsonNode document)
{
    /// <summary>Whether kernels were also timed in CUDA graphs, in which the GPU does not rest.</summary>
    public bool HasGraphs => document["graphs"] is not null;

    /// <summary>A kernel by itself, after a rest of the GPU, nanoseconds; null if it was not timed.</summary>
    /// <param name="name">The case.</param>
    public (double Time, double Half)? Alone(string name) =>
        document["cases"]![name] is { } times ? (InterquartileMean.Of(Numbers(times)), 0) : null;

    /// <summary>
    /// A kernel behind its flush as in a measurement, and half of the width of the 95 % interval, nanoseconds; null if
    /// it was not timed so.
    /// </summary>
    /// <param name="name">The case.</param>
    /// <remarks>
    /// Two graphs differ in that one has launches of the kernel where the other has launches of an empty one. So
    /// their difference, divided by the number of launches, is what the kernel takes longer than the empty one. The
    /// interval is that of a trimmed mean (Yuen 1974).
    /// </remarks>
    public (double Time, double Half)? Paced(string name)
    {
        if (document["graphs"]?[name] is not { } graph)
            return null;
        double[] longer =
        [
            .. Numbers(graph["kernel"]!).Zip(
                Numbers(graph["empty"]!),
                (kernel, empty) => (kernel - empty) / graph["launches"]!.GetValue<int>()),
        ];
        var cut = longer.Length / 4;
        double[] kept = [.. longer.Order().Skip(cut).SkipLast(cut)];
        double[] winsorised = [.. Enumerable.Repeat(kept[0], cut), .. kept, .. Enumerable.Repeat(kept[^1], cut)];
        var error = winsorised.StandardDeviation() * longer.Length / kept.Length / Math.Sqrt(longer.Length);
        return (
            InterquartileMean.Of(longer) + InterquartileMean.Of(Numbers(document["emptyKernel"]![name]!)),
            StudentT.InvCDF(0, 1, kept.Length - 1, 0.975) * error);
    }

    private static double[] Numbers(JsonNode times) => [.. times.AsArray().Select(t => t!.GetValue<double>())];
}
