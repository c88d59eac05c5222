using System.Globalization;
using System.Text;
using PerfGate.Core.Judgement;
using PerfGate.Core.Reports.Html;
using PerfGate.Core.Reports.Model;
using PerfGate.Core.Reports.Text;

namespace PerfGate.Core.Reports;

/// <summary>
/// The report as one page, <c>report.html</c>: no network, no font or script from elsewhere, readable without
/// JavaScript, in the dark, on a phone and by a screen reader. A content security policy lets its own style and script
/// run and nothing else.
/// </summary>
public static class HtmlReport
{
    /// <summary>Renders the page.</summary>
    /// <param name="input">What to report.</param>
    public static string Render(ReportInput input)
    {
        var model = ReportModel.From(input);
        var script = HtmlPage.Resource("report.js");
        var page = new StringBuilder(1 << 16);
        page.Append(HtmlPage.Head($"PerfGate: {OutcomeTraits.Of(model.Verdict).Title}", script));
        AppendTop(page, model);
        page.Append("<main>\n");
        HtmlSurroundings.AppendWarnings(page, model);
        HtmlFindings.Append(page, model);
        HtmlCaseTable.Append(page, model);
        HtmlCaseDetails.Append(page, model);
        HtmlSurroundings.AppendRest(page, model);
        page.Append(
            "</main>\n<footer>Made by PerfGate out of verdict.json and measurement.json. Times are interquartile means "
                + "of fresh processes; intervals hold with 95 %.</footer>\n"
        );
        page.Append(CultureInfo.InvariantCulture, $"<script>{script}</script>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static void AppendTop(StringBuilder page, ReportModel model)
    {
        var traits = OutcomeTraits.Of(model.Verdict);
        page.Append(CultureInfo.InvariantCulture, $"""
            <header class="top{HtmlChip.Tone(traits.Tone)}"><div>
            <h1>{traits.Title}</h1>
            <p class="lead">{HtmlText.Escape(model.Verdict.Summary)}</p>
            <p class="facts">{string.Join(" · ", Facts(model).Select(f => HtmlText.Escape(f, 100)))}</p>{Links(
                model.Input.Links
            )}
            <ul class="counts" aria-label="Cases by verdict">
            """
        );
        foreach (var (verdict, cases) in model.Counts())
        {
            var words = VerdictTraits.Of(verdict);
            page.Append(
                CultureInfo.InvariantCulture,
                $"<li data-verdict=\"{words.Word}\">{HtmlChip.Of(verdict, $"{cases:N0} {words.Counted}")}</li>"
            );
        }


        page.Append("</ul>\n</div></header>\n");
    }

    // How long it took and what it cost belong to what a reader sees first; a comment has no room for them.
    private static IEnumerable<string> Facts(ReportModel model)
    {
        foreach (var fact in WhereAndWhat.Facts(model))
            yield return fact;
        if (model.Input.Measurement is not { } measured)
            yield break;
        yield return $"took {EnvironmentFacts.Wall(measured.WallSeconds + (model.Input.Trial?.WallSeconds ?? 0))}";
        if (EnvironmentFacts.Cost(model, measured) is { } cost)
            yield return cost;
    }

    private static string Links(ReportLinks? links)
    {
        if (links is null)
            return "";
        (string Text, string? Address)[] all =
        [
            ("the commit", links.CommitPage),
            ("the run", links.Run),
            ("all files of the run", links.Artifacts),
        ];
        var known = all.Where(l => l.Address is not null).Select(l => HtmlText.Link(l.Address!, l.Text));
        return $"\n<p class=\"facts\">{string.Join(" · ", known)}</p>";
    }
}
