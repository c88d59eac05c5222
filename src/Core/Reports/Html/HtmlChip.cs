using PerfGate.Core.Judgement;

namespace PerfGate.Core.Reports.Html;

/// <summary>A verdict as a coloured word; the word alone carries the meaning.</summary>
internal static class HtmlChip
{
    /// <summary>A chip.</summary>
    /// <param name="verdict">Gives the tone.</param>
    /// <param name="text">Our own words; the verdict's where null.</param>
    public static string Of(CaseVerdict verdict, string? text = null)
    {
        var traits = VerdictTraits.Of(verdict);
        return $"<span class=\"chip{Tone(traits.Tone)}\">{text ?? traits.Word}</span>";
    }

    /// <summary>The style sheet's class of a tone, with a blank before it; empty for none.</summary>
    /// <param name="tone">The tone.</param>
    public static string Tone(VerdictTone tone) => tone switch
    {
        VerdictTone.Plain => "",
        VerdictTone.Good or VerdictTone.Better => " good",
        VerdictTone.Warn => " warn",
        VerdictTone.Bad => " bad",
    };
}
