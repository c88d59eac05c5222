namespace PerfGate.Core.Diagnostics;

/// <summary>What <c>perfgate</c> exits with; scripts rely on the numbers.</summary>
public enum ExitCode
{
    /// <summary>Passed.</summary>
    Passed = 0,

    /// <summary>A proven regression.</summary>
    Regression = 1,

    /// <summary>Usage, configuration or an input file.</summary>
    Usage = 2,

    /// <summary>The environment: no device, no right to lock, throttled throughout.</summary>
    Environment = 3,

    /// <summary>An incorrect, missing or failed case.</summary>
    Incorrect = 4,

    /// <summary>Inconclusive, where the policy says that this fails.</summary>
    Inconclusive = 5,

    /// <summary>Could not publish; the verdict is unchanged and printed.</summary>
    Publish = 6,

    /// <summary>Nothing was compared, where a comparison was expected and the policy says that this fails.</summary>
    NothingCompared = 7,

    /// <summary>The change decides how the gate itself runs, and nobody accepted that.</summary>
    NeedsReview = 8,

    /// <summary>A fault of PerfGate itself.</summary>
    Internal = 9,
}
