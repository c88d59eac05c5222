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
        return VerdictTraits.Of(c.Verdict).Rule?.Report(c.Name, c.Reason, fails, c.Source);
    }
}
