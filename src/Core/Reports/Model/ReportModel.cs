using System.Collections.Immutable;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
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
    /// <summary>The verdict.</summary>
    public Verdict Verdict => Input.Verdict;

    /// <summary>Cases that a reviewer has to look at.</summary>
    public IEnumerable<ReportCase> Changed => Cases.Where(c => c.IsChanged);

    /// <summary>Whether the tolerance of any case differs from the stated one.</summary>
    public bool ToleranceIsRaised => Cases.Any(c => c.Judgement.IsRaised());

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
        [
            .. cases.OrderBy(c => c.Verdict)
                .ThenByDescending(c => Math.Abs((c.Judgement.Ratio ?? 1) - 1))
                .ThenBy(c => c.Judgement.Name, StringComparer.Ordinal),
        ],
        [.. input.PastAndPresent().Select(m => new PastMeasurement(m, ByName(m)))]);
    }

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
