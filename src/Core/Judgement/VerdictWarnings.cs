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
        .. LooserTolerances(p),
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
        ? [drift.Explanation + (p.First.CorrectedForDrift && p.Trial is null ? " No trial was held, so the drift was taken off, with the controls' spread as further uncertainty." : "")]
        : [];

    // The branch states its benchmarks' tolerances itself, so a looser one must not go unseen.
    private static IEnumerable<string> LooserTolerances(Proceedings p) =>
        from now in p.Candidate.Values
        let before = Before(p, now.Name)
        where before is not null
        let old = CaseTerms.Of(p.Input.Policy, p.Input.Candidate.Environment.Device, before).Tolerance
        let tolerance = CaseTerms.Of(p.Input.Policy, p.Input.Candidate.Environment.Device, now).Tolerance
        where tolerance > old
        select $"{now.Name} is judged with a tolerance of {Wording.Percent(tolerance)}; the reference had {Wording.Percent(old)}.";

    // What the base commit declares tells it of a case that the baseline does not have.
    private static MeasuredCase? Before(Proceedings p, string name) =>
        p.Reference.GetValueOrDefault(name) is { } old ? old
        : p.Input.BaseCases.FirstOrDefault(c => c.Name == name) is { } declared && p.Candidate.GetValueOrDefault(name) is { } now
            ? now with { Tolerance = declared.Tolerance }
        : null;

    private static IEnumerable<string> LapsedEntries(Proceedings p, ImmutableArray<CaseJudgement> cases) =>
        from entry in p.Input.Policy.Accepted
        where p.Input.Today > entry.Expires || !cases.Any(c => NamePattern.Fits(entry.Case, c.Name))
        select p.Input.Today > entry.Expires
            ? $"The accepted slow-down of {entry.Case} lapsed on {entry.Expires:yyyy-MM-dd}; take it out of perfgate.json."
            : $"The accepted slow-down of {entry.Case} fits no case; take it out of perfgate.json.";
}
