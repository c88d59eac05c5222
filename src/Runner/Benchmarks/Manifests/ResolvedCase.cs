using System.Collections.Immutable;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>A case with what linking it to the case that it is checked against needs.</summary>
/// <param name="Case">The case.</param>
/// <param name="Point">Its coordinates.</param>
/// <param name="Check">The check's object in the manifest.</param>
internal sealed record ResolvedCase(BenchmarkCase Case, ImmutableArray<AxisValue> Point, PlacedJson Check);
