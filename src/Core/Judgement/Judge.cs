using System.Collections.Immutable;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Judgement;

/// <summary>The judge: measurements and policy in, verdict out. Pure: the same input gives the same verdict.</summary>
public static class Judge
{
    /// <summary>Gives the verdict on what has been measured so far.</summary>
    /// <param name="input">What it rests on.</param>
    /// <returns>Every case of either side, by name, and the outcome of the whole.</returns>
    /// <exception cref="Diagnostics.PerfGateException">
    /// PG3011, PG3012: the samples are unusable, or both sides are the same file.
    /// </exception>
    public static Verdict Decide(JudgementInput input)
    {
        SampleGuard.Check(input);
        var comparisons = Comparisons.Open(input);
        var cases = Names(comparisons).Select(name => CaseJudging.Judge(comparisons, name)).ToImmutableArray();
        var nothing = NothingComparedReasons.Of(comparisons, cases);
        var toReview = GateEditJudging.ToReview(input);
        var (outcome, summary) = OverallOutcome.Of(
            cases,
            input.Policy,
            nothing,
            UndecidedSummary.Of(comparisons, cases),
            toReview
        );
        return new()
        {
            Outcome = outcome,
            Summary = summary,
            Reference = input.ReferenceDescription,
            NothingCompared = nothing,
            Cases = cases,
            Policy = input.Policy,
            EnvironmentDifferences = comparisons.Differences,
            Drift = VerdictWarnings.DriftOf(comparisons),
            GateEdits =
            [
                .. GateEditJudging.Lines(input),
                .. cases.SelectMany(c => c.Edits.Select(e => e.Line(c.Name, c.AcceptedEdit))),
            ],
            ToReview = toReview,
            Warnings = [.. Warnings(input), .. VerdictWarnings.Of(comparisons, cases)],
        };
    }

    /// <summary>
    /// The cases that further runs could decide, for use between rounds of runs: of the trial where there is one, else
    /// of the fresh runs of the accused, else of the comparison with the baseline.
    /// </summary>
    /// <param name="input">What there is so far.</param>
    /// <returns>Names, ordered; empty if everything is decided, accused, or at the largest number of runs.</returns>
    public static ImmutableArray<string> Undecided(JudgementInput input)
    {
        SampleGuard.Check(input);
        var comparisons = Comparisons.Open(input);
        var stage =
            comparisons.Interleaved
            ?? comparisons.Remeasured
            ?? (comparisons.AgainstBaseline is { Drift.Void: true } ? null : comparisons.AgainstBaseline);
        return stage is null
            ? []
            : [.. stage.Findings.Values
                .Where(f => f.Finding == Finding.Undecided && f.Evidence.CandidateRuns < input.Policy.Runs.Maximum)
                .Where(f => stage != comparisons.AgainstBaseline || !f.LooksSlower)
                .Where(f => stage == comparisons.Interleaved || !comparisons.ReferenceIsShort(f.Evidence.Name))
                .Select(f => f.Evidence.Name)
                .Where(name => !comparisons.Unchanged(name))
                .Order(StringComparer.Ordinal)];
    }

    /// <summary>
    /// The cases that must be tried against the base's kernels (or, where those cannot be had, measured once more):
    /// those that look slower than the baseline, and all changed ones where the comparison with the baseline does not
    /// count.
    /// </summary>
    /// <param name="input">What there is so far; what was tried or measured again already is not named again.</param>
    /// <returns>Names, ordered.</returns>
    public static ImmutableArray<string> Accused(JudgementInput input)
    {
        SampleGuard.Check(input);
        var comparisons = Comparisons.Open(input);
        return
        [
            .. comparisons.Candidate.Values
                .Where(c => c.Status == CaseStatus.Measured && comparisons.Reference.ContainsKey(c.Name))
                .Select(c => c.Name)
                .Where(name => !comparisons.Unchanged(name) && !comparisons.Tried.ContainsKey(name))
                .Where(name => comparisons.Remeasured?.Findings.ContainsKey(name) != true)
                .Where(name => CaseJudging.IsAccused(comparisons, name)),
        ];
    }

    // What a measurement warns of belongs to the verdict that rests on it.
    private static IEnumerable<string> Warnings(JudgementInput input) =>
        input
            .Warnings.Concat(
                new[] { input.Candidate, input.Trial, input.Remeasured }
                    .OfType<Measurement>()
                    .SelectMany(m => m.Warnings)
            )
            .Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> Names(Comparisons p) =>
        p.Candidate.Keys.Concat(p.Reference.Keys).Concat(p.Tried.Keys).Concat(p.Input.BaseCases.Select(c => c.Name))
            .Except(p.Renamed.Values)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
}
