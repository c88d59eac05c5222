using System.Collections.Immutable;
using PerfGate.Core.Measurements;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>What was found of a case's outputs.</summary>
/// <param name="Digests">XXH128 of each output's bytes.</param>
/// <param name="Checks">One per output.</param>
internal sealed record CheckedOutputs(ImmutableArray<UInt128> Digests, ImmutableArray<OutputCheck> Checks)
{
    /// <summary>The first output that is not right; null where all are.</summary>
    public OutputCheck? Wrong => Checks.FirstOrDefault(c => !c.Passed);
}
