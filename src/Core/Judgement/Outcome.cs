namespace PerfGate.Core.Judgement;

/// <summary>What is said of the whole gate; the worst case decides, in this order.</summary>
public enum Outcome
{
    /// <summary>Nothing fails.</summary>
    Pass,

    /// <summary>Nothing fails, and something needs a look; or nothing was compared.</summary>
    Warning,

    /// <summary>Some case is undecided or unstable, and the policy says that this only warns.</summary>
    Undecided,

    /// <summary>
    /// The change decides how the gate itself runs, nobody accepted that, and the policy says that this fails.
    /// </summary>
    NeedsReview,

    /// <summary>Some case is undecided or unstable, and the policy says that this fails.</summary>
    Inconclusive,

    /// <summary>Not one case was compared with anything, and the policy says that this fails.</summary>
    NothingCompared,

    /// <summary>Some case could not be run, for a reason that says nothing about its code.</summary>
    NotRun,

    /// <summary>A proven regression.</summary>
    Regression,

    /// <summary>
    /// A case that is incorrect, failed or missing; or less accurate or invalid where the policy fails that.
    /// </summary>
    Incorrect,
}
