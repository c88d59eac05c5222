namespace PerfGate.Runner.References;

/// <summary>What the user wants to be compared with: <c>PerfGateReference</c>.</summary>
internal enum ReferenceChoice
{
    /// <summary>The device's baseline from the merge base; without one, the base commit's kernels.</summary>
    Auto,

    /// <summary>The device's baseline, or an error where there is none.</summary>
    Baseline,

    /// <summary>The base commit's kernels, run now, interleaved.</summary>
    Base,

    /// <summary>Nothing: every case is new.</summary>
    None,
}
