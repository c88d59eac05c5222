using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Core.Judgement;

/// <summary>The outcome of the whole: the worst case decides.</summary>
public static class OverallOutcome
{
    /// <summary>The outcome and its sentence.</summary>
    /// <param name="cases">Every case.</param>
    /// <param name="policy">What fails.</param>
    /// <param name="nothing">Why nothing was compared; null where something was.</param>
    public static (Outcome Outcome, string Summary) Of(ImmutableArray<CaseJudgement> cases, GatePolicy policy, NothingCompared? nothing = null)
    {
        var outcome = cases.Select(c => VerdictTraits.OutcomeOf(c.Verdict, policy)).Append(Outcome.Pass).Max();
        if (nothing is { Fails: true } && outcome < Outcome.NothingCompared)
            outcome = Outcome.NothingCompared;
        else if (nothing is not null && outcome == Outcome.Pass)
            outcome = Outcome.Warning;
        return (outcome, outcome switch
        {
            Outcome.Incorrect => $"Failed: {Counts(cases)}. {Advice(cases.Min(c => c.Verdict))}",
            Outcome.Regression => $"Failed: {Counts(cases)}. Make the slower cases faster, or accept them in perfgate.json with a reason and a date.",
            Outcome.Inconclusive => $"Failed: {Counts(cases)}. The policy fails what is undecided: allow more runs or time, or quiet the machine.",
            Outcome.NothingCompared => $"Failed: nothing was compared ({Counts(cases)}). {nothing!.Reason} {nothing.Remedy}",
            Outcome.Undecided => $"Undecided: {Counts(cases)}.",
            Outcome.Warning when nothing is not null => $"Nothing was compared ({Counts(cases)}). {nothing.Reason} {nothing.Remedy}",
            Outcome.Warning => $"Passed with warnings: {Counts(cases)}.",
            Outcome.Pass => $"Passed: {Counts(cases)}.",
        });
    }

    private static string Advice(CaseVerdict worst) => worst is CaseVerdict.WeakerCheck or CaseVerdict.ChangedWork
        ? "Restore the checks and the work of these cases, or accept the change in perfgate.json (acceptedCheckEdits) with a reason and a date."
        : "Fix incorrect and missing cases first; their times are meaningless.";

    /// <summary>What <c>perfgate</c> exits with.</summary>
    /// <param name="outcome">The outcome of the whole.</param>
    public static ExitCode Exit(Outcome outcome) => outcome switch
    {
        Outcome.Incorrect => ExitCode.Incorrect,
        Outcome.Regression => ExitCode.Regression,
        Outcome.Inconclusive => ExitCode.Inconclusive,
        Outcome.NothingCompared => ExitCode.NothingCompared,
        Outcome.Pass or Outcome.Warning or Outcome.Undecided => ExitCode.Passed,
    };

    /// <summary>How many cases have each verdict, in words, the worst first: <c>1 slower, 20 unchanged</c>.</summary>
    /// <param name="cases">Every case.</param>
    public static string Counts(IEnumerable<CaseJudgement> cases)
    {
        var counts = string.Join(", ", cases.CountBy(c => c.Verdict).OrderBy(c => c.Key)
            .Select(c => $"{c.Value} {VerdictTraits.Of(c.Key).Counted}"));
        return counts.Length == 0 ? "no cases" : counts;
    }
}
