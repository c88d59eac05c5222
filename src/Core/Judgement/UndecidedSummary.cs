using System.Collections.Immutable;
using PerfGate.Core.Measurements;
using PerfGate.Core.Statistics;
using PerfGate.Core.Text;

namespace PerfGate.Core.Judgement;

/// <summary>
/// What a person has to know where cases are undecided: what the machine could have seen, the likely cause, and what to
/// do.
/// </summary>
internal static class UndecidedSummary
{
    /// <summary>The sentences; null where every case is decided.</summary>
    /// <param name="p">The comparisons.</param>
    /// <param name="cases">The judgement of every case.</param>
    public static string? Of(Comparisons p, ImmutableArray<CaseJudgement> cases)
    {
        ImmutableArray<CaseJudgement> open = [.. cases.Where(c => VerdictTraits.IsUndecided(c.Verdict))];
        if (open.IsEmpty)
            return null;
        UndecidedCause[] causes = [.. UndecidedCauses.Of(p, open).Take(2)];
        string?[] sentences =
        [
            Detectable(open),
            causes.Length == 0 ? null : $"Likely cause: {string.Join("; ", causes.Select(c => c.Words))}.",
            .. causes.Select(c => c.Remedy).Distinct(),
            Runs(p, open),
        ];
        return string.Join(' ', sentences.Where(s => !string.IsNullOrEmpty(s)));
    }

    private static string? Detectable(ImmutableArray<CaseJudgement> open)
    {
        var known = open.Where(c => c.MinimumDetectableEffect is < EffectSize.Infinite)
            .OrderBy(c => c.MinimumDetectableEffect)
            .ToArray();
        return known switch
        {
            [] => null,
            [var one] => $"A slow-down of {Numbers.Percent(one.MinimumDetectableEffect!.Value)} would have been seen.",
            [var least, .., var most] =>
                $"The smallest slow-down that would have been seen is "
                    + $"{Numbers.Percent(least.MinimumDetectableEffect!.Value)} "
                    + $"({least.Name}) to {Numbers.Percent(most.MinimumDetectableEffect!.Value)} ({most.Name}).",
        };
    }

    // Against a baseline its own runs count too, and it has those that it has.
    private static string? Runs(Comparisons p, ImmutableArray<CaseJudgement> open)
    {
        var decidable = open.Where(c => c.RunsToDecide is not null).ToArray();
        if (decidable.Length == 0)
            return null;
        var runs = decidable.Max(c => c.RunsToDecide!.Value);
        var interleaved = decidable.All(c => p.Tried.ContainsKey(c.Name));
        var measured = p.Input.Trial ?? p.Input.Candidate;
        var seconds =
            measured
                .Workers.Where(w => w.Outcome == WorkerOutcome.Completed && w.WallSeconds > 0)
                .Select(w => w.WallSeconds)
                .DefaultIfEmpty(0)
                .Average()
            * runs
            * (interleaved ? 1 : 2);
        string[] options =
        [
            .. interleaved ? [] : new[] { "-p:PerfGateReference=base" },
            $"-p:PerfGateRuns={runs}",
            .. seconds > p.Input.Policy.BudgetSeconds
                ? new[] { $"-p:PerfGateBudget={Math.Ceiling(seconds * 1.2)}" }
                : [],
        ];
        return $"About {runs} runs a side would "
            + $"decide{(decidable.Length < open.Length ? $" {decidable.Length} of them" : "")}: "
            + $"{string.Join(' ', options)}{(seconds > 0 ? $" (about {Numbers.Wait(seconds)} of measuring)" : "")}.";
    }
}
