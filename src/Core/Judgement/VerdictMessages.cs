using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Core.Text;

namespace PerfGate.Core.Judgement;

/// <summary>What a reader of the verdict should know beyond the cases.</summary>
internal static class VerdictWarnings
{
    /// <summary>The warnings, one line each.</summary>
    public static ImmutableArray<string> Of(Comparisons p, ImmutableArray<CaseJudgement> cases) =>
    [
        .. Environment(p),
        .. Drift(p),
        .. Renamed(p),
        .. Impossible(p, cases),
        .. LostCanaries(p),
        .. LooserTolerances(p),
        .. WideTolerances(p),
        .. Accepted(cases),
        .. LapsedEntries(p, cases),
        .. LapsedCheckEdits(p, cases),
        .. p.Candidate.Values.Any() && p.Candidate.Values.All(c => c.Status == CaseStatus.Skipped)
            ? ["Every case was skipped."]
            : ImmutableArray<string>.Empty,
    ];

    private static IEnumerable<string> Environment(Comparisons p) =>
        p.Incomparable
            ?
            [
                $"The baseline was measured under other conditions "
                    + $"({string.Join(", ", p.Differences.Where(d => d.Incomparable).Select(d => d.Field))}); its "
                    + $"times were not compared.",
            ]
            : [];

    private static IEnumerable<string> Drift(Comparisons p) =>
        DriftOf(p) is { Void: true } drift ? [drift.Explanation] : [];

    /// <summary>
    /// How far the machine has moved, and if that is too far, what follows from it here; null if nothing could
    /// tell.
    /// </summary>
    public static Drift? DriftOf(Comparisons p)
    {
        if (p.AgainstBaseline is not { Drift: { } drift } first)
            return null;
        return !drift.Void
            ? drift
            : drift with
            {
                Explanation =
                    drift.Explanation
                    + (
                        p.Interleaved is not null
                            ? " So the changed cases were compared with the base commit's kernels, which ran beside "
                                + "them, and not with the baseline's times."
                        : first.Findings.Count == 0
                            ? " That does not matter here: every case that the reference has is of the same machine "
                                + "code, so no times had to be compared."
                        : first.CorrectedForDrift
                            ? " The base commit's kernels were not run beside the changed cases, so the drift was "
                                + "subtracted, and the spread of the controls was added to the uncertainty."
                        : " So the comparison with the baseline's times is invalid."
                    ),
            };
    }

    // The baseline keeps the old name until it is refreshed.
    private static IEnumerable<string> Renamed(Comparisons p) =>
        p.Renamed.Select(r =>
            $"{r.Key} was renamed from {r.Value} and is otherwise the same; refresh the baseline, so that it has the "
                + $"new name."
        );

    // Its machine code is the reference's, so it is the reference, the work count or the ceiling that is wrong.
    private static IEnumerable<string> Impossible(Comparisons p, ImmutableArray<CaseJudgement> cases) =>
        from c in cases
        where c.Verdict == CaseVerdict.Unchanged
        let said = CeilingJudging.Impossible(c, p)
        where said is not null
        select $"{c.Name} is {said}. Its machine code is unchanged: check the work count in its manifest.";

    // Canaries have no verdict of their own that would say so.
    private static IEnumerable<string> LostCanaries(Comparisons p) =>
        from canary in p.Input.Candidate.Cases
        where
            canary
                is {
                    Role: CaseRole.Canary,
                    Status: CaseStatus.Failed or CaseStatus.NotRun or CaseStatus.Incorrect or CaseStatus.Unstable
                }
        select $"{canary.Name} failed, so drift of the machine is harder to detect: {canary.Reason}.";

    // The branch states its benchmarks' tolerances itself; a looser one has to be merged before it counts.
    private static IEnumerable<string> LooserTolerances(Comparisons p) =>
        from now in p.Candidate.Values
        let old = Before(p, now)
        where old is not null
        let device = p.Input.Candidate.Environment.Device
        let stated = CaseSettings.Of(p.Input.Policy, device, now.Name, now.Tolerance).Tolerance
        let applied = CaseSettings.Of(p.Input.Policy, device, now.Name, now.Tolerance, old.Tolerance).Tolerance
        where stated > applied
        select $"{now.Name} states a tolerance of {Numbers.Percent(stated)}; the stricter {Numbers.Percent(applied)} "
            + $"of the reference applies until the looser one is merged.";

    // Who writes 5 for 5 % has a gate that never fails.
    private static IEnumerable<string> WideTolerances(Comparisons p) =>
        from now in p.Candidate.Values
        orderby now.Name
        let stated = Before(p, now) is { } old ? new[] { now.Tolerance, old.Tolerance } : [now.Tolerance]
        let device = p.Input.Candidate.Environment.Device
        group now.Name by CaseSettings.Of(p.Input.Policy, device, now.Name, stated).Tolerance into cases
        where cases.Key >= 1
        let others = cases.Count() - 1
        let also = others switch { 0 => "", 1 => " and another case", _ => $" and {others} other cases" }
        select $"{cases.First()}{also} may become {Numbers.Percent(cases.Key)} slower. A tolerance is a fraction: "
            + $"{Numbers.Number(cases.Key)} % is {Numbers.Number(cases.Key / 100)}.";

    private static IEnumerable<string> Accepted(ImmutableArray<CaseJudgement> cases) =>
        from c in cases
        where c.Accepted is not null
        select $"{c.Name} does not fail because perfgate.json accepts it: {c.Reason}.";

    // The case with the tolerance that its reference states: the other side of a trial, the baseline, or what the base
    // commit declares.
    private static MeasuredCase? Before(Comparisons p, MeasuredCase now) =>
        p.Tried.GetValueOrDefault(now.Name) is { } tried ? tried with { Tolerance = tried.ReferenceTolerance }
        : p.Reference.GetValueOrDefault(now.Name) is { } old ? old
        : p.AtBase(now.Name) is { } declared
            ? now with
            {
                Tolerance = declared.Tolerance,
            }
        : null;

    private static IEnumerable<string> LapsedCheckEdits(Comparisons p, ImmutableArray<CaseJudgement> cases) =>
        from entry in p.Input.Policy.AcceptedCheckEdits
        where p.Input.Today > entry.Expires || !cases.Any(c => NamePattern.Fits(entry.Case, c.Name) && !c.Edits.IsEmpty)
        select p.Input.Today > entry.Expires
            ? $"The accepted check edit of {entry.Case} lapsed on {entry.Expires:yyyy-MM-dd}; remove it from "
                + $"perfgate.json."
            : $"The accepted check edit of {entry.Case} fits no case whose declaration changed; remove it from "
                + $"perfgate.json.";

    private static IEnumerable<string> LapsedEntries(Comparisons p, ImmutableArray<CaseJudgement> cases) =>
        from entry in p.Input.Policy.Accepted
        where p.Input.Today > entry.Expires || !cases.Any(c => NamePattern.Fits(entry.Case, c.Name))
        select p.Input.Today > entry.Expires
            ? $"The accepted slow-down of {entry.Case} lapsed on {entry.Expires:yyyy-MM-dd}; remove it from "
                + $"perfgate.json."
            : $"The accepted slow-down of {entry.Case} fits no case; remove it from perfgate.json.";
}

/// <summary>The verdict as compilers would say it: one diagnostic for each thing that fails or warns.</summary>
public static class VerdictDiagnostics
{
    /// <summary>The diagnostics of a verdict, cases first, in the order of their names.</summary>
    /// <param name="verdict">The verdict.</param>
    public static ImmutableArray<Diagnostic> Of(Verdict verdict) =>
    [
        .. verdict.Cases.Select(c => Of(c, verdict.Policy)).OfType<Diagnostic>(),
        .. verdict.Outcome is Outcome.Undecided or Outcome.Inconclusive
            ? [DiagnosticCatalog.Undecided(verdict.Summary, verdict.Outcome == Outcome.Inconclusive)]
            : ImmutableArray<Diagnostic>.Empty,
        .. verdict.NothingCompared is { } nothing
            ? [DiagnosticCatalog.NothingCompared($"{nothing.Reason} {nothing.Remedy}", nothing.Fails)]
            : ImmutableArray<Diagnostic>.Empty,
        .. verdict.ToReview.IsEmpty
            ? ImmutableArray<Diagnostic>.Empty
            : [DiagnosticCatalog.ReviewNeeded(verdict.ToReview, verdict.Policy.GateEdits == PolicyAction.Fail)],
        .. verdict.GateEdits.Except(verdict.Cases.SelectMany(Told)).Select(DiagnosticCatalog.GateEdit),
        .. verdict.Warnings.Select(DiagnosticCatalog.VerdictNote),
    ];

    /// <summary>Whether a diagnostic says what the summary says after its first sentence.</summary>
    /// <param name="verdict">The verdict.</param>
    public static bool TellsSummary(Verdict verdict) =>
        verdict.NothingCompared is not null
        || !verdict.ToReview.IsEmpty
        || verdict.Outcome is Outcome.Undecided or Outcome.Inconclusive;

    /// <summary>Whether a case's reason is worth reading and no diagnostic says it.</summary>
    /// <param name="judged">The case.</param>
    public static bool IsUntold(CaseJudgement judged) =>
        VerdictTraits.Of(judged.Verdict) is { Rule: null } traits
        && (traits.Explained || judged.RenamedFrom is not null || judged.BoughtByNoise());

    // What the diagnostic of its own case says already.
    private static IEnumerable<string> Told(CaseJudgement c) =>
        c.Verdict is CaseVerdict.WeakerCheck or CaseVerdict.ChangedWork
            ? c.Edits.Where(e => e.Weakens || e.ChangesWork).Select(e => e.Line(c.Name, c.AcceptedEdit))
            : [];

    private static Diagnostic? Of(CaseJudgement c, GatePolicy policy)
    {
        var fails = VerdictTraits.LevelOf(c.Verdict, policy) == VerdictLevel.Fails;
        return VerdictTraits.Of(c.Verdict).Rule?.Report(c.Name, c.Reason, fails, c.Source);
    }
}
