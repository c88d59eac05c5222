using PerfGate.Core.Judgement;

namespace PerfGate.Core.Reports.Model;

/// <summary>Verdicts in the words and signs that all reports share.</summary>
internal static class VerdictWords
{
    /// <summary>The whole in a word or two.</summary>
    public static string Title(Outcome outcome) => outcome switch
    {
        Outcome.Pass => "Passed",
        Outcome.Warning => "Warning",
        Outcome.Inconclusive => "Inconclusive",
        Outcome.NothingCompared => "Nothing compared",
        Outcome.Regression => "Regression",
        _ => "Incorrect",
    };

    /// <summary>A sign beside the words, never instead of them.</summary>
    public static string Sign(Outcome outcome) => outcome switch
    {
        Outcome.Pass => "✅",
        Outcome.Warning => "⚠️",
        Outcome.Inconclusive => "❓",
        _ => "❌",
    };

    /// <summary>A case's verdict as the design spells it.</summary>
    public static string Word(CaseVerdict verdict) => verdict switch
    {
        CaseVerdict.Pass => "pass",
        CaseVerdict.Regression => "regression",
        CaseVerdict.Improvement => "improvement",
        CaseVerdict.Unchanged => "unchanged",
        CaseVerdict.Inconclusive => "inconclusive",
        CaseVerdict.Unstable => "unstable",
        CaseVerdict.Incorrect => "incorrect",
        CaseVerdict.New => "new",
        CaseVerdict.Missing => "missing",
        _ => "skipped",
    };

    /// <summary>A sign for a case.</summary>
    public static string Sign(CaseVerdict verdict) => verdict switch
    {
        CaseVerdict.Pass or CaseVerdict.Unchanged => "✅",
        CaseVerdict.Regression or CaseVerdict.Incorrect or CaseVerdict.Missing => "❌",
        CaseVerdict.Improvement => "🚀",
        CaseVerdict.Inconclusive => "❓",
        CaseVerdict.Unstable => "⚠️",
        CaseVerdict.New => "🆕",
        _ => "⏭️",
    };
}
