using System.Collections.Immutable;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Reports.Model;

/// <summary>One case with all that is known of it, joined by name.</summary>
/// <param name="Judgement">What was said of it.</param>
/// <param name="Candidate">Its measurement; null where there is none.</param>
/// <param name="Reference">The reference's measurement of it; null where there is none.</param>
/// <param name="Trial">The interleaved trial of it; null where none was held.</param>
/// <param name="Roofline">Its rates; null where the manifest states no work or nothing was timed.</param>
internal sealed record ReportCase(
    CaseJudgement Judgement,
    MeasuredCase? Candidate,
    MeasuredCase? Reference,
    MeasuredCase? Trial,
    RooflinePosition? Roofline)
{
    /// <summary>The verdict.</summary>
    public CaseVerdict Verdict => Judgement.Verdict;

    /// <summary>
    /// Whether a reviewer has to look at it: anything but a proven pass by the stated tolerance, unchanged code and a
    /// case left out on purpose.
    /// </summary>
    public bool IsChanged => VerdictTraits.Of(Verdict).NeedsALook || Judgement.BoughtByNoise();

    /// <summary>
    /// Whether an interleaved trial was held; it decided, so its two sides are what is shown instead of the two
    /// measurements.
    /// </summary>
    public bool WasTried => Trial is { Runs.Length: > 0 };

    /// <summary>The samples of each run of the candidate, in time order.</summary>
    public ImmutableArray<ImmutableArray<double>> CandidateRuns =>
        [.. ((WasTried ? Trial : Candidate)?.Runs ?? []).Select(r => r.Samples)];

    /// <summary>The samples of each run of the reference, in time order.</summary>
    public ImmutableArray<ImmutableArray<double>> ReferenceRuns => WasTried
        ? [.. Trial!.Runs.Where(r => r.ReferenceSamples is not null).Select(r => r.ReferenceSamples!.Value)]
        : [.. (Reference?.Runs ?? []).Select(r => r.Samples)];
}
