namespace PerfGate.Core.Judgement;

/// <summary>
/// What is said of one case, the worst first. What follows from it is in <see cref="VerdictTraits"/>.
/// </summary>
public enum CaseVerdict
{
    /// <summary>Its outputs are wrong, or it fails when it is run.</summary>
    Incorrect,

    /// <summary>The reference has it and the candidate does not.</summary>
    Missing,

    /// <summary>Faster than the measured ceilings of the device allow.</summary>
    Invalid,

    /// <summary>Slower by more than the tolerance is proven.</summary>
    Regression,

    /// <summary>
    /// It could not be run, for a reason that says nothing about its code: its process was killed, or the time ended.
    /// </summary>
    NotRun,

    /// <summary>
    /// The branch weakens the check, or changes the work, of its own case, and no entry of the policy accepts that.
    /// </summary>
    WeakerCheck,

    /// <summary>The error against the expected output grew by more than the stated factor.</summary>
    LessAccurate,

    /// <summary>It does other work under its old name, so its times are not compared as if equal.</summary>
    ChangedWork,

    /// <summary>Neither proven at the end of the budget.</summary>
    Inconclusive,

    /// <summary>No steady runs could be had.</summary>
    Unstable,

    /// <summary>
    /// Slower than the tolerance, or not shown to be as fast, or not comparable any more, and accepted by an entry of
    /// the policy.
    /// </summary>
    Accepted,

    /// <summary>Faster by more than the tolerance is proven.</summary>
    Improvement,

    /// <summary>The reference does not have it.</summary>
    New,

    /// <summary>It declares a need that this device does not meet, or was filtered out.</summary>
    Skipped,

    /// <summary>Slower by more than the tolerance is ruled out.</summary>
    Pass,

    /// <summary>The machine code is byte-identical to the reference's.</summary>
    Unchanged,
}
