using System.Collections.Immutable;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks.Data;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>What was found of a case's outputs, and the outputs themselves as long as they are kept.</summary>
internal sealed class CheckedOutputs(ImmutableArray<PooledBytes> outputs, ImmutableArray<OutputCheck> checks) : IDisposable
{
    /// <summary>One per output.</summary>
    public ImmutableArray<OutputCheck> Checks => checks;

    /// <summary>The first output that is not right; null where all are.</summary>
    public OutputCheck? Wrong => checks.FirstOrDefault(c => !c.Passed);

    /// <summary>Size of the outputs that are kept, bytes.</summary>
    public long KeptBytes => outputs.Sum(o => (long)o.Span.Length);

    /// <summary>Whether other outputs have the same bytes; false where those of this one are not kept.</summary>
    public bool Same(ImmutableArray<PooledBytes> others) =>
        outputs.Length == others.Length && outputs.Zip(others).All(o => o.First.Span.SequenceEqual(o.Second.Span));

    /// <summary>Gives the outputs' memory back; what was found of them stays.</summary>
    public void Dispose()
    {
        foreach (var output in outputs)
            output.Dispose();
        outputs = [];
    }
}
