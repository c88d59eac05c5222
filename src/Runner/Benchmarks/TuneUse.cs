using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Tuning;
using PerfGate.Runner.Benchmarks.Manifests;

namespace PerfGate.Runner.Benchmarks;

/// <summary>How a benchmark with a section <c>tune</c> is compiled, and what else it could be.</summary>
/// <param name="manifest">The manifest, absolute.</param>
/// <param name="section">The section.</param>
/// <param name="values">The values in use, in the order of the parameters.</param>
/// <param name="source">Digest of the kernel's source.</param>
/// <param name="allows">Whether the constraints hold for these values, at every point of the axes.</param>
internal sealed class TuneUse(
    string manifest,
    TuneSection section,
    ImmutableArray<PlacedField> values,
    string source,
    Func<ImmutableArray<double>, bool> allows
)
{
    /// <summary>The manifest, absolute.</summary>
    public string Manifest => manifest;

    /// <summary>The section.</summary>
    public TuneSection Section => section;

    /// <summary>The values in use, in the order of the parameters.</summary>
    public ImmutableArray<PlacedField> Values => values;

    /// <summary>Digest of the kernel's source with what it includes in quotes, comments aside.</summary>
    public string Source => source;

    /// <summary>What is out of date about the tuned file; null if nothing is.</summary>
    public StaleTuning? Stale { get; init; }

    /// <summary>All variants.</summary>
    public TuningSpace Space { get; } = new(section.Tunable, allows);

    /// <summary>The variant in use.</summary>
    public long Incumbent => Space.PointOf([.. values.Select(v => v.Value.Number)])!.Value;
}

/// <summary>A tuned file that does not fit its kernel any more.</summary>
/// <param name="At">The place of the section <c>tune</c>.</param>
/// <param name="File">The tuned file, as messages name it.</param>
/// <param name="Benchmark">The benchmark.</param>
/// <param name="Why">What has changed, as a clause.</param>
/// <param name="IsUsed">Whether its values are used all the same.</param>
internal sealed record StaleTuning(SourceLocation At, string File, string Benchmark, string Why, bool IsUsed);
