using System.Collections.Immutable;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Judgement;

/// <summary>What a reader of the verdict should know beyond the cases.</summary>
internal static class VerdictWarnings
{
    /// <summary>The warnings, one line each.</summary>
    public static ImmutableArray<string> Of(Proceedings p, ImmutableArray<CaseJudgement> cases) =>
    [
        .. Environment(p),
        .. Drift(p),
        .. LostCanaries(p),
        .. LooserTolerances(p),
        .. Accepted(cases),
        .. LapsedEntries(p, cases),
        .. p.Candidate.Values.Any() && p.Candidate.Values.All(c => c.Status == CaseStatus.Skipped)
            ? ["Every case was skipped."]
            : ImmutableArray<string>.Empty,
    ];

    private static IEnumerable<string> Environment(Proceedings p) =>
        p.Incomparable
            ? [$"The baseline was measured under other conditions ({string.Join(", ", p.Differences.Where(d => d.Incomparable).Select(d => d.Field))}); its times were not compared."]
            : [];

    private static IEnumerable<string> Drift(Proceedings p) => p.First?.Drift is { Void: true } drift
        ? [drift.Explanation + (p.First.CorrectedForDrift && p.Trial is null && p.First.Findings.Count > 0 ? " No trial was held, so the drift was taken off, with the controls' spread as further uncertainty." : "")]
        : [];

    // Canaries have no verdict of their own that would say so.
    private static IEnumerable<string> LostCanaries(Proceedings p) =>
        from canary in p.Input.Candidate.Cases
        where canary is { Role: CaseRole.Canary, Status: CaseStatus.Failed or CaseStatus.Incorrect or CaseStatus.Unstable }
        select $"{canary.Name} tells nothing of the machine: {canary.Reason}.";

    // The branch states its benchmarks' tolerances itself; a looser one has to be merged before it counts.
    private static IEnumerable<string> LooserTolerances(Proceedings p) =>
        from now in p.Candidate.Values
        let old = Before(p, now)
        where old is not null
        let device = p.Input.Candidate.Environment.Device
        let stated = CaseSettings.Of(p.Input.Policy, device, now.Name, now.Tolerance).Tolerance
        let applied = CaseSettings.Of(p.Input.Policy, device, now.Name, now.Tolerance, old.Tolerance).Tolerance
        where stated > applied
        select $"{now.Name} states a tolerance of {Wording.Percent(stated)}; it is judged by the reference's {Wording.Percent(applied)} until the looser one is the base's.";

    private static IEnumerable<string> Accepted(ImmutableArray<CaseJudgement> cases) =>
        from c in cases
        where c.Accepted is not null
        select $"{c.Name} passes only because perfgate.json accepts it: {c.Reason}.";

    // The case with the tolerance that its reference states: the other side of a trial, the baseline, or what the base commit declares.
    private static MeasuredCase? Before(Proceedings p, MeasuredCase now) =>
        p.Tried.GetValueOrDefault(now.Name) is { } tried ? tried with { Tolerance = tried.ReferenceTolerance }
        : p.Reference.GetValueOrDefault(now.Name) is { } old ? old
        : p.Input.BaseCases.FirstOrDefault(c => c.Name == now.Name) is { } declared ? now with { Tolerance = declared.Tolerance }
        : null;

    private static IEnumerable<string> LapsedEntries(Proceedings p, ImmutableArray<CaseJudgement> cases) =>
        from entry in p.Input.Policy.Accepted
        where p.Input.Today > entry.Expires || !cases.Any(c => NamePattern.Fits(entry.Case, c.Name))
        select p.Input.Today > entry.Expires
            ? $"The accepted slow-down of {entry.Case} lapsed on {entry.Expires:yyyy-MM-dd}; take it out of perfgate.json."
            : $"The accepted slow-down of {entry.Case} fits no case; take it out of perfgate.json.";
}
