using PerfGate.Core.Policy;

namespace PerfGate.Runner.Measuring.Observing;

/// <summary>A range of NVTX that a process began.</summary>
/// <param name="Number">Its number in the process, in the order of their beginning.</param>
/// <param name="Name">Its name.</param>
internal sealed record ObservedRange(int Number, string Name);

/// <summary>Ranges that were open at one time, as a list that begins with the innermost one.</summary>
/// <param name="Outer">The others; null for none.</param>
/// <param name="Range">The innermost one.</param>
internal sealed record ObservedNest(ObservedNest? Outer, ObservedRange Range)
{
    /// <summary>The outermost range whose name fits a pattern; null if none does.</summary>
    /// <param name="nest">The nest; null for no range.</param>
    /// <param name="pattern">The pattern.</param>
    public static ObservedRange? Outermost(ObservedNest? nest, string pattern)
    {
        ObservedRange? found = null;
        for (var at = nest; at is not null; at = at.Outer)
            found = NamePattern.Fits(pattern, at.Range.Name) ? at.Range : found;
        return found;
    }
}
