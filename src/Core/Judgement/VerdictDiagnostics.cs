using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Policy;

namespace PerfGate.Core.Judgement;

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
        var fails = VerdictTraits.Level(c.Verdict, policy) == VerdictLevel.Fails;
        return c.Verdict switch
        {
            CaseVerdict.Incorrect => DiagnosticCatalog.Incorrect(c.Name, c.Reason, c.Source),
            CaseVerdict.NotRun => DiagnosticCatalog.NotRun(c.Name, c.Reason, c.Source),
            CaseVerdict.Missing => DiagnosticCatalog.Missing(c.Name, c.Reason, c.Source),
            CaseVerdict.Invalid => DiagnosticCatalog.FasterThanPossible(c.Name, c.Reason, fails, c.Source),
            CaseVerdict.Regression => DiagnosticCatalog.Regression(c.Name, c.Reason, c.Source),
            CaseVerdict.WeakerCheck => DiagnosticCatalog.WeakerCheck(c.Name, c.Reason, fails, c.Source),
            CaseVerdict.LessAccurate => DiagnosticCatalog.LessAccurate(c.Name, c.Reason, fails, c.Source),
            CaseVerdict.ChangedWork => DiagnosticCatalog.ChangedWork(c.Name, c.Reason, fails, c.Source),
            CaseVerdict.Inconclusive => DiagnosticCatalog.Inconclusive(c.Name, c.Reason, fails, c.Source),
            CaseVerdict.Unstable => DiagnosticCatalog.Unstable(c.Name, c.Reason, fails, c.Source),
            CaseVerdict.Accepted
            or CaseVerdict.Improvement
            or CaseVerdict.New
            or CaseVerdict.Skipped
            or CaseVerdict.Pass
            or CaseVerdict.Unchanged => null,
        };
    }
}
