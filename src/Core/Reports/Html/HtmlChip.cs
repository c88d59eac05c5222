using PerfGate.Core.Judgement;
using PerfGate.Core.Reports.Model;

namespace PerfGate.Core.Reports.Html;

/// <summary>A verdict as a coloured word; the word alone carries the meaning.</summary>
internal static class HtmlChip
{
    /// <summary>A case's chip; a tolerated slow-down says that it is one.</summary>
    /// <param name="c">The case.</param>
    public static string Of(ReportCase c) => c.Judgement.Accepted is null
        ? Of(c.Verdict)
        : $"<span class=\"chip warn\">{VerdictWords.Word(c.Verdict)}, accepted</span>";

    /// <summary>A chip.</summary>
    /// <param name="verdict">Gives the tone.</param>
    /// <param name="text">Our own words; the verdict's where null.</param>
    public static string Of(CaseVerdict verdict, string? text = null)
    {
        var tone = verdict switch
        {
            CaseVerdict.Regression or CaseVerdict.Incorrect or CaseVerdict.Missing => " bad",
            CaseVerdict.Pass or CaseVerdict.Improvement => " good",
            CaseVerdict.Inconclusive or CaseVerdict.Unstable => " warn",
            _ => "",
        };
        return $"<span class=\"chip{tone}\">{text ?? VerdictWords.Word(verdict)}</span>";
    }
}
