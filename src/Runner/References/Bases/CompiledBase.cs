using System.Collections.Immutable;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.References.Bases;

/// <summary>The compiled kernels of an exported tree, or why there are none.</summary>
/// <param name="Side">The kernels; null where they cannot be had.</param>
/// <param name="Cases">The cases that it has, of those that were asked for.</param>
/// <param name="Failure">Why there are none, in one line; null where there are.</param>
internal sealed record CompiledBase(BaseSide? Side, ImmutableArray<string> Cases, string? Failure)
{
    /// <summary>There are none.</summary>
    public static CompiledBase Failed(string why) => new(null, [], why);
}
