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
        var outcome = cases.Select(c => Of(c.Verdict, policy)).Append(Outcome.Pass).Max();
        if (nothing is not null && outcome is (Outcome.Pass or Outcome.Warning or Outcome.Inconclusive))
            outcome = nothing.Fails ? Outcome.NothingCompared : outcome == Outcome.Inconclusive ? outcome : Outcome.Warning;
        return (outcome, outcome switch
        {
            Outcome.Incorrect => $"Failed: {Counts(cases)}. Mend what is incorrect or missing first; its times mean nothing.",
            Outcome.Regression => $"Failed: {Counts(cases)}. Make the slower cases faster, or accept them in perfgate.json with a reason and a date.",
            Outcome.Inconclusive => $"Failed: {Counts(cases)}. The policy fails what is undecided: allow more runs or time, or quiet the machine.",
            Outcome.NothingCompared => $"Failed: nothing was compared ({Counts(cases)}). {nothing!.Reason} {nothing.Remedy}",
            Outcome.Warning when nothing is not null => $"Nothing was compared ({Counts(cases)}). {nothing.Reason} {nothing.Remedy}",
            Outcome.Warning => $"Passed with warnings: {Counts(cases)}. What is undecided was not shown to be as fast.",
            _ => $"Passed: {Counts(cases)}.",
        });
    }

    /// <summary>What <c>perfgate</c> exits with.</summary>
    /// <param name="outcome">The outcome of the whole.</param>
    public static ExitCode Exit(Outcome outcome) => outcome switch
    {
        Outcome.Incorrect => ExitCode.Incorrect,
        Outcome.Regression => ExitCode.Regression,
        Outcome.Inconclusive => ExitCode.Inconclusive,
        Outcome.NothingCompared => ExitCode.NothingCompared,
        _ => ExitCode.Passed,
    };

    private static Outcome Of(CaseVerdict verdict, GatePolicy policy) => verdict switch
    {
        CaseVerdict.Incorrect or CaseVerdict.Missing => Outcome.Incorrect,
        CaseVerdict.Regression => Outcome.Regression,
        CaseVerdict.Inconclusive => policy.FailOnInconclusive ? Outcome.Inconclusive : Outcome.Warning,
        CaseVerdict.Unstable => policy.FailOnUnstable ? Outcome.Inconclusive : Outcome.Warning,
        _ => Outcome.Pass,
    };

    private static string Counts(ImmutableArray<CaseJudgement> cases) => cases.IsEmpty
        ? "no cases"
        : string.Join(", ", cases.GroupBy(c => c.Verdict).OrderBy(g => Weight(g.Key)).Select(g => $"{g.Count()} {Word(g.Key)}"));

    private static int Weight(CaseVerdict verdict) => verdict switch
    {
        CaseVerdict.Incorrect => 0,
        CaseVerdict.Missing => 1,
        CaseVerdict.Regression => 2,
        CaseVerdict.Inconclusive => 3,
        CaseVerdict.Unstable => 4,
        CaseVerdict.Improvement => 5,
        CaseVerdict.Pass => 6,
        CaseVerdict.Unchanged => 7,
        CaseVerdict.New => 8,
        _ => 9,
    };

    private static string Word(CaseVerdict verdict) => verdict switch
    {
        CaseVerdict.Regression => "slower",
        CaseVerdict.Improvement => "faster",
        CaseVerdict.Pass => "not slower",
        _ => verdict.ToString().ToLowerInvariant(),
    };
}
