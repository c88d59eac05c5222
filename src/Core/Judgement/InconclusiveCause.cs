namespace PerfGate.Core.Judgement;

/// <summary>
/// Why a case is inconclusive. The table below PG3004 in <c>docs/diagnostics.md</c> says of each what to do.
/// </summary>
public enum InconclusiveCause
{
    /// <summary>It was not timed, and its machine code is not the reference's.</summary>
    NotTimed,

    /// <summary>The reference was measured under other conditions.</summary>
    NotComparable,

    /// <summary>The baseline's times are of other work than the base commit declares.</summary>
    OtherWork,

    /// <summary>The trial against the base commit has too few runs in which both sides were measured.</summary>
    ThinTrial,

    /// <summary>A side has fewer than two valid runs.</summary>
    TooFewOnASide,

    /// <summary>The candidate has fewer valid runs than a decision needs.</summary>
    TooFewRuns,

    /// <summary>The reference has fewer valid runs than a decision needs.</summary>
    ThinReference,

    /// <summary>It looks slower than its baseline, and no second measurement confirmed that.</summary>
    Unconfirmed,

    /// <summary>The machine itself is faster or slower than when the baseline was measured.</summary>
    MachineDrifted,

    /// <summary>It is slower than the tolerance, but not by more than the noise of its runs.</summary>
    WithinNoise,

    /// <summary>Its mean is within the tolerance, its typical run is not.</summary>
    TypicalRunSlower,

    /// <summary>Its runs vary too much to tell a slow-down of the stated tolerance.</summary>
    TooNoisy,

    /// <summary>It is slower than the tolerance, but the difference may be below the absolute floor.</summary>
    AtTheFloor,

    /// <summary>The interval of the change has the tolerance in it.</summary>
    NearTheTolerance,
}
