using System.Globalization;
using System.Text;
using PerfGate.Core.Judgement;
using PerfGate.Core.Reports.Model;
using PerfGate.Core.Reports.Svg;
using PerfGate.Core.Reports.Text;

namespace PerfGate.Core.Reports.Html;

/// <summary>The table of all cases, the worst first; the page's script makes its columns sortable.</summary>
internal static class HtmlCaseTable
{
    private static readonly string Head = string.Concat(
        new (string Name, string Class)[]
            {
                ("Case", ""),
                ("Verdict", ""),
                ("Reference", "number wide"),
                ("Candidate", "number wide"),
                ("Change", "number"),
                ("95 % interval", "wide"),
                ("Tolerance", "number wide"),
                ("g", "number wide"),
                ("p", "number wide"),
                ("Runs", "number wide"),
            }
            .Select(c => $"<th scope=\"col\"{(c.Class.Length == 0 ? "" : $" class=\"{c.Class}\"")}>{c.Name}</th>")
    );

    /// <summary>Appends it.</summary>
    public static void Append(StringBuilder page, ReportModel model)
    {
        var scale = IntervalGlyph.Scale(model.Cases.Select(c => c.Judgement));
        page.Append(CultureInfo.InvariantCulture, $"""
            <h2 id="all">Cases</h2>
            <div class="scroll" role="region" aria-labelledby="all" tabindex="0">
            <table id="cases">
            <caption>Worst first. {Legend(scale)}</caption>
            <thead><tr>{Head}</tr></thead>
            <tbody>

            """);
        var listed = model.Listed;
        for (var i = 0; i < listed.Length; i++)
            AppendRow(page, listed[i], i, scale);
        page.Append("</tbody></table></div>\n");
        if (listed.Length < model.Cases.Length)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"<p>These are the {listed.Length:N0} worst of {model.Cases.Length:N0} cases. All of them are in "
                    + $"<a href=\"{CasesCsv.Path}\">{CasesCsv.Path}</a> beside this page.</p>\n"
            );
            return;
        }

        var csv = Convert.ToBase64String(Encoding.UTF8.GetBytes(CasesCsv.Render(model)));
        page.Append("<p><a download=\"perfgate-cases.csv\" href=\"data:text/csv;base64,")
            .Append(csv)
            .Append("\">Download the table as CSV</a></p>\n");
    }

    private static string Legend(double scale) =>
        $"Change is candidate over reference, above zero is slower; its bar spans ±{Quantity.Share(scale)}, "
            + "with an arrow where it is cut; the dashed line is the tolerance in force, which noise may have raised "
            + "above the stated one. g is Hedges’ g; p is against “not slower by more than the tolerance”, adjusted "
            + "for all cases.";

    private static void AppendRow(StringBuilder page, ReportCase c, int index, double scale)
    {
        var j = c.Judgement;
        var tone = VerdictTraits.Of(c.Verdict).Tone switch
        {
            VerdictTone.Bad => " slower",
            VerdictTone.Better => " faster",
            VerdictTone.Plain or VerdictTone.Good or VerdictTone.Warn => "",
        };
        page.Append(
                CultureInfo.InvariantCulture,
                $"<tr><th scope=\"row\"><a href=\"#c{index}\">{HtmlText.Name(j.Name)}</a></th>"
            )
            .Append(CultureInfo.InvariantCulture, $"<td>{HtmlChip.Of(c.Verdict)}</td>")
            .Append(Cell(j.ReferenceNs, Quantity.Duration(j.ReferenceNs)))
            .Append(Cell(j.CandidateNs, Quantity.Duration(j.CandidateNs)))
            .Append(Cell(j.Ratio, Quantity.Change(j.Ratio), tone, wide: false))
            .Append(Glyph(j, scale))
            .Append(Cell(j.Tolerance, Quantity.Tolerance(j), j.IsRaised() ? " slower" : ""))
            .Append(Cell(j.HedgesG, Quantity.EffectSize(j.HedgesG)))
            .Append(Cell(j.P, Quantity.Probability(j.P)))
            .Append(Cell(j.Runs is [_, var runs] ? runs : null, Quantity.Runs(j.Runs)))
            .Append("</tr>\n");
    }

    // Sorting by the interval sorts by the slow-down that is still possible.
    private static string Glyph(CaseJudgement j, double scale) =>
        j.RatioInterval is [var low, var high]
            ? $"<td class=\"wide\" data-v=\"{Number(high)}\" title=\"{Quantity.Change(low)} to "
                + $"{Quantity.Change(high)}\">{IntervalGlyph.Render(j, scale)}</td>"
            : "<td class=\"wide\" data-v=\"\"></td>";

    private static string Cell(double? value, string text, string tone = "", bool wide = true) =>
        $"<td class=\"number{tone}{(wide ? " wide" : "")}\" "
            + $"data-v=\"{(value is { } v ? Number(v) : "")}\">"
            + $"{text.Replace("<", "&lt;", StringComparison.Ordinal)}</td>";

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
