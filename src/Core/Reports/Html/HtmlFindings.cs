using System.Globalization;
using System.Text;
using PerfGate.Core.Reports.Model;
using PerfGate.Core.Reports.Text;

namespace PerfGate.Core.Reports.Html;

/// <summary>Slower cases that have something in common, and costs that moved within a case, as lists.</summary>
internal static class HtmlFindings
{
    // The page lists all cases below; more than so many findings are no summary.
    private const int Shown = 50;

    /// <summary>Appends them, where there are any.</summary>
    public static void Append(StringBuilder page, ReportModel model) =>
        Append(
            page,
            model
                .SharedFindings()
                .Select(f => (Head: f.Headline, List: f.Names))
                .Concat(model.CostShifts().Select(s => (Head: "Cost shift", List: s.Text)))
        );

    /// <summary>Appends findings, where there are any.</summary>
    /// <param name="page">The page.</param>
    /// <param name="findings">What the cases of each have in common, and the cases; foreign text.</param>
    public static void Append(StringBuilder page, IEnumerable<(string Head, string List)> findings)
    {
        var lines = findings.Take(Shown).ToArray();
        if (lines.Length == 0)
            return;
        page.Append("<h2 id=\"findings\">What belongs together</h2>\n<ul aria-labelledby=\"findings\">");
        foreach (var (head, list) in lines)
            page.Append(
                CultureInfo.InvariantCulture,
                $"<li><strong>{HtmlText.Escape(head, 600)}</strong>: {HtmlText.Escape(list, 2_000)}</li>"
            );
        page.Append("</ul>\n");
    }
}
