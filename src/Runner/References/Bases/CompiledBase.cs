using System.Collections.Immutable;

namespace PerfGate.Runner.References.Bases;

/// <summary>The compiled kernels of an exported tree, or why there are none.</summary>
/// <param name="Side">The kernels; null if they cannot be had.</param>
/// <param name="Cases">The cases that it has, of those that were asked for.</param>
/// <param name="Failure">Why there are none, in one line; null if there are.</param>
internal sealed record CompiledBase(BaseSide? Side, ImmutableArray<string> Cases, string? Failure)
{
    /// <summary>There are none.</summary>
    public static CompiledBase Failed(string why) => new(null, [], why);
}

/// <summary>The base's kernels of an interleaved trial.</summary>
/// <param name="Root">Root of the exported tree, absolute.</param>
/// <param name="Manifests">Its manifests, absolute.</param>
/// <param name="Kernels">Its <c>kernels.json</c>, absolute.</param>
internal sealed record BaseSide(string Root, ImmutableArray<string> Manifests, string Kernels);
