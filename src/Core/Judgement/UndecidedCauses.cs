using System.Collections.Immutable;
using PerfGate.Core.Measurements;
using PerfGate.Core.Statistics;
using PerfGate.Core.Text;

namespace PerfGate.Core.Judgement;

/// <summary>Why cases are undecided.</summary>
/// <param name="Words">The cause, a clause.</param>
/// <param name="Remedy">What to do, a sentence.</param>
internal sealed record UndecidedCause(string Words, string Remedy);

/// <summary>
/// Finds the likely causes, the one that explains most first: runs that were thrown away, then the machine, then the
/// reference, then the noise.
/// </summary>
internal static class UndecidedCauses
{
    private const string Idle = "Close other programs and repeat the run, or use a machine that nothing else uses.";

    // Where one side's runs vary so many times as much as the other's, it is that side's noise.
    private const double Noisier = 2;

    /// <summary>The causes.</summary>
    /// <param name="p">The comparisons.</param>
    /// <param name="open">The undecided cases, at least one.</param>
    public static IEnumerable<UndecidedCause> Of(Comparisons p, ImmutableArray<CaseJudgement> open) =>
        new[]
        {
            Thrown(p, open),
            Conditions(p, open),
            Moved(p),
            Unconfirmed(p, open),
            ThinReference(p, open),
            OutOfTime(p, open),
            Noise(p, open),
        }
            .OfType<UndecidedCause>()
            .DefaultIfEmpty(Close(open))
            .OfType<UndecidedCause>();

    // A case without a change, as one that no steady run was taken of, is close to nothing.
    private static UndecidedCause? Close(ImmutableArray<CaseJudgement> open) =>
        open.Any(c => c.Ratio is not null) ? new("the changes lie close to the tolerance", "") : null;

    private static UndecidedCause? Thrown(Comparisons p, ImmutableArray<CaseJudgement> open)
    {
        if (
            !open.Any(c =>
                c.Verdict == CaseVerdict.Unstable || c.Runs is [_, var runs] && runs < p.Input.Policy.Runs.Minimum
            )
        )
            return null;
        var workers = Measurements(p)
            .SelectMany(m => m.Workers)
            .Where(w => w.Outcome is WorkerOutcome.Completed or WorkerOutcome.Unstable)
            .ToArray();
        var shared = workers.Count(w => w.Watch is { OtherProcesses: > 0 });
        if (shared > 0)
            return new(
                $"another process used the GPU in {shared} of {workers.Length} runs, which were thrown away",
                "Wait until the GPU is free, and repeat the run."
            );
        var disturbed = workers.Where(w => w.Watch is { Disturbance: not null }).ToArray();
        if (disturbed.Length > 0)
        {
            return new(
                $"{disturbed.Length} of {workers.Length} runs were thrown away ({disturbed[^1].Watch!.Disturbance})",
                "Improve cooling or power, or lock the clocks (PerfGateClocks=lock), and repeat the run.");
        }

        var names = open.Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        var thrown = Measurements(p)
            .SelectMany(m => m.Cases)
            .Where(c => names.Contains(c.Name))
            .SelectMany(c => c.Discarded)
            .ToArray();
        return thrown.Length == 0 ? null : new($"{thrown.Length} runs were thrown away ({thrown[^1].Reason})", Idle);
    }

    private static UndecidedCause? Conditions(Comparisons p, ImmutableArray<CaseJudgement> open) =>
        p.Incomparable && open.Any(c => c.Ratio is null && p.Reference.ContainsKey(c.Name))
            ? new(
                $"the baseline was measured under other conditions "
                    + $"({string.Join(", ", p.Differences.Where(d => d.Incomparable).Select(d => d.Field))})",
                ImportedJudging.IsImported(p)
                    ? ImportedJudging.Remedy
                    : "Refresh the baseline (dotnet build -t:PerfGateBaseline), or compare with the base commit's "
                        + "kernels (-p:PerfGateReference=base)."
            )
            : null;

    private static UndecidedCause? Moved(Comparisons p) =>
        p.AgainstBaseline?.Drift switch
        {
            { Void: true, Ratio: >= 1 } drift => new(
                "load on the machine, or lower clocks (its unchanged cases and canaries are "
                    + $"{Numbers.Change(drift.Ratio)} than when the reference was measured)",
                Idle
            ),
            { Void: true } drift => new(
                "the machine was busier when the reference was measured (its unchanged cases and canaries are "
                    + $"{Numbers.Change(drift.Ratio)} now)",
                "Refresh the baseline on an idle machine."
            ),
            _ => null,
        };

    // However far from the tolerance: what only a baseline of another day shows is not proven.
    private static UndecidedCause? Unconfirmed(Comparisons p, ImmutableArray<CaseJudgement> open) =>
        open.Any(c => c.Cause == InconclusiveCause.Unconfirmed)
            ? new(
                "a baseline comes from another day, and nothing confirmed the slow-down",
                ImportedJudging.IsImported(p) ? ImportedJudging.Remedy
                : p.Input.NoTrial is not null
                    ? "Fix the base first, so that its kernels can run beside the changed ones."
                : "Compare with the base commit's kernels (-p:PerfGateReference=base).")
            : null;

    private static UndecidedCause? ThinReference(Comparisons p, ImmutableArray<CaseJudgement> open) =>
        open.Count(c => p.ReferenceIsShort(c.Name)) is > 0 and var count
            ? new($"the reference has too few valid runs of {Cases(count)}", "Refresh the baseline.")
            : null;

    private static UndecidedCause? OutOfTime(Comparisons p, ImmutableArray<CaseJudgement> open)
    {
        var measured = p.Input.Trial ?? p.Input.Candidate;
        return
            measured.WallSeconds >= p.Input.Policy.BudgetSeconds
            && open.Any(c =>
                c.Verdict == CaseVerdict.Inconclusive && c.Runs is [_, var runs] && runs < p.Input.Policy.Runs.Maximum
            )
            ? new(
                $"the time budget of {Numbers.Wait(p.Input.Policy.BudgetSeconds)} ended before the largest number of "
                    + $"runs was taken",
                $"Allow more time (-p:PerfGateBudget={Math.Ceiling(p.Input.Policy.BudgetSeconds * 2)}).")
            : null;
    }

    private static UndecidedCause? Noise(Comparisons p, ImmutableArray<CaseJudgement> open)
    {
        var spreads = open
            .Where(c => c.Tolerance > c.StatedTolerance)
            .Select(c => (c.Name, Sides: Sides(p, c.Name)))
            .Where(c => c.Sides is { Comparable: true })
            .Select(c =>
                (
                    c.Name,
                    Reference: Spread(c.Sides!.Runs.Reference),
                    Candidate: Spread(c.Sides.Runs.Candidate),
                    c.Sides.Runs.Paired
                )
            )
            .OrderByDescending(c => Math.Max(c.Reference, c.Candidate))
            .ToArray();
        if (spreads is not [var worst, ..])
            return null;
        var (name, reference, candidate, paired) = worst;
        return !paired && reference > Noisier * candidate
            ? new(
                $"noise of the reference: its runs of {name} vary by {Numbers.Percent(reference)}, the candidate's by "
                    + $"{Numbers.Percent(candidate)}",
                "Refresh the baseline on an idle machine."
            )
            : new(
                $"noise: the runs of {name} vary by {Numbers.Percent(Math.Max(reference, candidate))} (standard "
                    + $"deviation)",
                Idle
            );
    }

    private static CaseSides? Sides(Comparisons p, string name) =>
        CaseSides.Interleaved(p.Tried.GetValueOrDefault(name))
        ?? (
            p.Reference.GetValueOrDefault(name) is { Runs.IsEmpty: false } old
                ? CaseSides.Unpaired([old], p.Candidate.GetValueOrDefault(name))
                : null
        );

    private static double Spread(ImmutableArray<ImmutableArray<double>> runs) =>
        Math.Exp(Math.Sqrt(Moments.Variance(ComparedRuns.LogLocations(runs)))) - 1;

    private static IEnumerable<Measurement> Measurements(Comparisons p) =>
        new[] { p.Input.Candidate, p.Input.Trial, p.Input.Remeasured }.OfType<Measurement>();

    private static string Cases(int count) => Numbers.Things(count, "case");
}

/// <summary>
/// What a person has to know where cases are undecided: what the machine could have seen, the likely cause, and what to
/// do.
/// </summary>
internal static class UndecidedSummary
{
    /// <summary>The sentences; null if every case is decided.</summary>
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
        var some = decidable.Length < open.Length ? $" {decidable.Length} of them" : "";
        if (ImportedJudging.IsImported(p))
            return $"About {runs} runs a side would decide{some}: measure so many times, and import the files.";
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
            + $"decide{some}: "
            + $"{string.Join(' ', options)}{(seconds > 0 ? $" (about {Numbers.Wait(seconds)} of measuring)" : "")}.";
    }
}
