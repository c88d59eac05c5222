using System.Collections.Immutable;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>The cases of one benchmark, by their coordinates.</summary>
internal sealed class BenchmarkPoints
{
    // A benchmark may have thousands of cases, and a few show how they look.
    private const int MostNames = 10;

    private readonly ImmutableArray<string> _axes;
    private readonly Dictionary<string, ResolvedCase> _cases = new(StringComparer.Ordinal);

    /// <summary>Orders the cases.</summary>
    /// <param name="cases">All cases of a benchmark, at least one.</param>
    public BenchmarkPoints(ImmutableArray<ResolvedCase> cases)
    {
        _axes = [.. cases[0].Point.Select(a => a.Axis)];
        foreach (var one in cases)
            _cases.TryAdd(string.Join(',', one.Point), one);
        Names =
            string.Join(", ", cases.Take(MostNames).Select(c => c.Case.Name))
            + (cases.Length > MostNames ? ", ..." : "");
    }

    /// <summary>The names of the first cases.</summary>
    public string Names { get; }

    /// <summary>The case whose coordinates are among those of a point; null if there is none.</summary>
    /// <param name="point">A point, which may have further axes.</param>
    public ResolvedCase? At(ImmutableArray<AxisValue> point)
    {
        var own = _axes.Select(name => point.FirstOrDefault(a => a.Axis == name)).ToList();
        return own.Exists(a => a.Axis is null) ? null : _cases.GetValueOrDefault(string.Join(',', own));
    }
}
