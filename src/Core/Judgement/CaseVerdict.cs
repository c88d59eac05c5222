namespace PerfGate.Core.Judgement;

/// <summary>What is said of one case.</summary>
public enum CaseVerdict
{
    /// <summary>Slower by more than the tolerance is ruled out.</summary>
    Pass,

    /// <summary>Slower by more than the tolerance is proven.</summary>
    Regression,

    /// <summary>Faster by more than the tolerance is proven.</summary>
    Improvement,

    /// <summary>The machine code is byte-identical to the reference's.</summary>
    Unchanged,

    /// <summary>Neither proven at the end of the budget.</summary>
    Inconclusive,

    /// <summary>No steady runs could be had.</summary>
    Unstable,

    /// <summary>Its outputs are wrong, or it could not be run at all.</summary>
    Incorrect,

    /// <summary>The reference does not have it.</summary>
    New,

    /// <summary>The reference has it and the candidate does not.</summary>
    Missing,

    /// <summary>It declares a need that this device does not meet, or was filtered out.</summary>
    Skipped,
}
