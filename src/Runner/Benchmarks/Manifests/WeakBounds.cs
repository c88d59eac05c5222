using System.Collections.Immutable;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>
/// Finds relative bounds of 1 and more. The difference to an output of zeros has the norm of what is expected, so that
/// such a check passes where nothing was computed.
/// </summary>
internal static class WeakBounds
{
    private const double ErrorOfZeros = 1;

    /// <summary>The bounds of a benchmark's outputs or files.</summary>
    /// <param name="benchmark">The benchmark, as its manifest has it.</param>
    public static ImmutableArray<WeakBound> Of(PlacedJson benchmark) =>
        [
            .. Outputs(benchmark["check"])
                .Where(o => o.Bounds["absolute"] is null)
                .Select(o => (o.Name, Bound: o.Bounds["relative"]))
                .Where(o => o.Bound?.Number >= ErrorOfZeros)
                .Select(o => new WeakBound(o.Name, o.Bound!.Number, o.Bound.At)),
        ];

    private static IEnumerable<(string Name, PlacedJson Bounds)> Outputs(PlacedJson? check) =>
        (check?["outputs"]?.Fields.Select(f => (f.Name, f.Value)) ?? [])
            .Concat(check?["files"]?.Items.Select(f => (f["path"]!.Text, f)) ?? []);
}
