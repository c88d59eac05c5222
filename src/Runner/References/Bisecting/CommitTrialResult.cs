namespace PerfGate.Runner.References.Bisecting;

/// <summary>What one trial of a commit against the good one found.</summary>
/// <param name="Kind">How it was found.</param>
/// <param name="LogRatio">
/// Log of the commit's time over the good one's; above 0 is slower. 0 unless <see cref="TrialKind.Measured"/>.
/// </param>
/// <param name="StandardError">Of <paramref name="LogRatio"/>.</param>
/// <param name="Runs">Paired runs that it rests on.</param>
/// <param name="Reason">Why it cannot be tried, in one line; null where it can.</param>
internal sealed record CommitTrialResult(
    TrialKind Kind,
    double LogRatio = 0,
    double StandardError = 0,
    int Runs = 0,
    string? Reason = null
);

/// <summary>How the outcome of a trial was found.</summary>
internal enum TrialKind
{
    /// <summary>By interleaved runs.</summary>
    Measured,

    /// <summary>The case's machine code is the good commit's: nothing to measure.</summary>
    SameAsGood,

    /// <summary>The case's machine code is the bad commit's: nothing to measure.</summary>
    SameAsBad,

    /// <summary>It does not compile, does not have the case, or gives wrong results.</summary>
    Untestable,
}
