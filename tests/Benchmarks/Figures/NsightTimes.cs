using System.Text.Json.Nodes;
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
    public double? Alone(string name) => Location(document["cases"]![name]);

    /// <summary>A kernel behind its flush as in a measurement, nanoseconds; null if it was not timed so.</summary>
    /// <param name="name">The case.</param>
    /// <remarks>
    /// Two graphs differ in that one has launches of the kernel where the other has launches of an empty one. So
    /// their difference, divided by the number of launches, is what the kernel takes longer than the empty one.
    /// </remarks>
    public double? Paced(string name) =>
        document["graphs"]?[name] is { } graph
            ? ((Location(graph["kernel"]) - Location(graph["empty"])) / graph["launches"]!.GetValue<int>())
                + Location(document["emptyKernel"]![name])
            : null;

    private static double? Location(JsonNode? times) =>
        times is null ? null : InterquartileMean.Of([.. times.AsArray().Select(t => t!.GetValue<double>())]);
}
