using System.Collections.Immutable;
using PerfGate.Core.Explaining;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Reports.Findings;
using PerfGate.Core.Reports.Text;

namespace PerfGate.Core.Reports.Model;

/// <summary>
/// The input with its parts joined by case and ordered as a reviewer wants them: what needs a look first.
/// </summary>
/// <param name="Input">What it was made from.</param>
/// <param name="Cases">Every case, the worst verdict first, then the largest change.</param>
/// <param name="Past">The baseline's measurements, oldest first, and then the candidate's.</param>
internal sealed record ReportModel(
    ReportInput Input,
    ImmutableArray<ReportCase> Cases,
    ImmutableArray<PastMeasurement> Past
)
{
    /// <summary>
    /// The most cases that the page lists: a browser takes seconds for more, and nobody reads them. All are in the CSV.
    /// </summary>
    public const int MostListed = 2_000;

    /// <summary>The verdict.</summary>
    public Verdict Verdict => Input.Verdict;

    private readonly Dictionary<string, ExplainedCase> _explained = (Input.Explanation?.Cases ?? [])
        .DistinctBy(c => c.Name)
        .ToDictionary(c => c.Name, StringComparer.Ordinal);

    /// <summary>The cases that the page lists, the worst first.</summary>
    public ImmutableArray<ReportCase> Listed => Cases.Length > MostListed ? Cases[..MostListed] : Cases;

    /// <summary>Cases that a reviewer has to look at.</summary>
    public IEnumerable<ReportCase> Changed => Cases.Where(c => c.IsChanged);

    /// <summary>Whether the tolerance of any case differs from the stated one; every row asks.</summary>
    public bool ToleranceIsRaised { get; } = Cases.Any(c => c.Judgement.IsRaised());

    /// <summary>Slower cases that have something in common.</summary>
    public ImmutableArray<SharedFinding> SharedFindings() => SharedFinding.Of(Verdict);

    /// <summary>Costs that moved within a case.</summary>
    public ImmutableArray<CostShift> CostShifts() => CostShift.Of(Verdict, Input.Measurement, Input.Trial);

    /// <summary>Why a case is slower; null if that was not explained.</summary>
    /// <param name="name">The case.</param>
    public ExplainedCase? ExplanationOf(string name) => _explained.GetValueOrDefault(name);

    /// <summary>Joins the parts.</summary>
    public static ReportModel From(ReportInput input)
    {
        var candidate = ByName(input.Measurement);
        var reference = ByName(input.Reference);
        var trial = ByName(input.Trial);
        var cases = input.Verdict.Cases.Select(judgement =>
        {
            var measured = candidate.GetValueOrDefault(judgement.Name);
            return new ReportCase(
                judgement,
                measured,
                reference.GetValueOrDefault(judgement.RenamedFrom ?? judgement.Name),
                trial.GetValueOrDefault(judgement.Name),
                RooflinePosition.Of(
                    judgement.CandidateNs,
                    judgement.Flops ?? measured?.Flops,
                    judgement.Bytes ?? measured?.Bytes,
                    input.Measurement?.Ceilings));
        });
        return new(input,
        [.. InOrder(cases, c => c.Judgement)],
        [.. input.PastAndPresent().Select(m => new PastMeasurement(m, ByName(m)))]);
    }

    /// <summary>Cases in the order of the report: the worst verdict first, then the largest change.</summary>
    /// <param name="cases">The cases.</param>
    /// <param name="judgement">What was said of one.</param>
    public static IEnumerable<T> InOrder<T>(IEnumerable<T> cases, Func<T, CaseJudgement> judgement) =>
        cases
            .OrderBy(c => judgement(c).Verdict)
            .ThenByDescending(c => Math.Abs((judgement(c).Ratio ?? 1) - 1))
            .ThenBy(c => judgement(c).Name, StringComparer.Ordinal);

    /// <summary>Verdicts with their number of cases, the worst first.</summary>
    public IEnumerable<(CaseVerdict Verdict, int Cases)> Counts() =>
        Cases.CountBy(c => c.Verdict).OrderBy(c => c.Key).Select(c => (c.Key, c.Value));

    /// <summary>
    /// How far the machine moved, as a fact beside the others; where it moved too far, a warning explains it already.
    /// </summary>
    public string? DriftFact() => Verdict.Drift switch
    {
        null => null,
        { Void: false } drift => drift.Explanation,
        { } drift => $"{Quantity.Change(drift.Ratio)}, the median of {drift.Controls} controls",
    };

    /// <summary>What a reader must not miss, one sentence each; foreign text.</summary>
    public IEnumerable<string> Warnings() =>
    [
        .. Verdict.GateEdits.Select(e => $"This branch changes the gate itself: {e}"),
        .. Verdict.Drift is { Void: true } drift && !Verdict.Warnings.Contains(drift.Explanation)
            ? [drift.Explanation]
            : Array.Empty<string>(),
        .. Verdict.EnvironmentDifferences.Where(d => d.Incomparable)
            .Select(d => $"Not comparable: {d.Field} was {d.Reference ?? "absent"} and is {d.Candidate ?? "absent"}."),
        .. Verdict.Warnings,
        .. (Input.Measurement?.Warnings ?? []).Except(Verdict.Warnings),
    ];

    // A hostile file may name a case twice: the first counts, and nothing throws.
    private static Dictionary<string, MeasuredCase> ByName(Measurement? measurement) =>
        (measurement?.Cases ?? []).DistinctBy(c => c.Name).ToDictionary(c => c.Name, StringComparer.Ordinal);
}

/// <summary>A measurement with its cases at hand by name.</summary>
/// <param name="Measurement">The measurement.</param>
/// <param name="Cases">Its cases.</param>
internal sealed record PastMeasurement(Measurement Measurement, IReadOnlyDictionary<string, MeasuredCase> Cases);

/// <summary>One case with all that is known of it, joined by name.</summary>
/// <param name="Judgement">What was said of it.</param>
/// <param name="Candidate">Its measurement; null if there is none.</param>
/// <param name="Reference">The reference's measurement of it; null if there is none.</param>
/// <param name="Trial">The interleaved trial of it; null if none was held.</param>
/// <param name="Roofline">Its rates; null if the manifest states no work or nothing was timed.</param>
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
