using System.Collections.Immutable;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>What the resolution of one case's parts looks things up in.</summary>
/// <param name="File">The manifest.</param>
/// <param name="Benchmark">The benchmark's object in it.</param>
/// <param name="Point">The case's coordinates.</param>
/// <param name="Evaluate">Evaluates at that point.</param>
/// <param name="Sources">The texts of the sources that manifests name.</param>
internal sealed record CaseContext(
    ManifestFile File,
    PlacedJson Benchmark,
    ImmutableArray<AxisValue> Point,
    PointEvaluator Evaluate,
    SourceCatalog Sources
)
{
    /// <summary>Where errors go.</summary>
    public ManifestErrors Errors => Evaluate.Errors;

    /// <summary>The names of all declared buffers, the unusable ones included.</summary>
    public IEnumerable<string> BufferNames => Benchmark["buffers"]!.Items.Select(b => b["name"]!.Text);
}
