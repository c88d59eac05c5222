using System.Globalization;
using System.Text;
using PerfGate.Core.Reports.Html;
using PerfGate.Core.Reports.Text;

namespace PerfGate.Core.Publishing.Documents;

/// <summary>A paper as one page, with the style and the policy of the report's page and no script.</summary>
internal static class PaperHtml
{
    private const int Longest = 4000;

    /// <summary>Renders it.</summary>
    public static string Render(Paper paper)
    {
        var page = new StringBuilder(HtmlPage.Head(Escape(paper.Title), script: null));
        page.Append(
            CultureInfo.InvariantCulture,
            $"""
            <header class="top"><div>
            <h1>{Escape(paper.Title)}</h1>
            <p class="lead">{Escape(paper.Lead)}</p>
            </div></header>
            <main>

            """
        );
        foreach (var section in paper.Sections)
        {
            page.Append(CultureInfo.InvariantCulture, $"<h2>{Escape(section.Title)}</h2>\n");
            page.Append(section.Boxed ? "<div class=\"box\">\n" : "");
            var drawings = section.Blocks.OfType<PaperFigure>().ToList();
            foreach (var block in section.Blocks.Where(b => b is not PaperFigure))
                Append(page, block);
            if (drawings.Count > 0)
            {
                page.Append(
                    "<p class=\"legend\"><span class=\"reference\">baseline</span><span class=\"candidate\">candidate"
                        + "</span></p><div class=\"plots\">\n"
                );
                foreach (var drawing in drawings)
                    Append(page, drawing);
                page.Append("</div>\n");
            }

            page.Append(section.Boxed ? "</div>\n" : "");
        }

        return page.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void Append(StringBuilder page, PaperBlock block)
    {
        switch (block)
        {
            case PaperText t:
                page.Append(CultureInfo.InvariantCulture, $"<p>{Escape(t.Text)}</p>\n");
                break;
            case PaperList l:
                page.Append("<ul>");
                foreach (var line in l.Lines)
                    page.Append(CultureInfo.InvariantCulture, $"<li>{Escape(line)}</li>\n");
                page.Append("</ul>\n");
                break;
            case PaperQuote q:
                page.Append(CultureInfo.InvariantCulture, $"<blockquote>{Escape(q.Text)}</blockquote>\n");
                break;
            case PaperTable t:
                AppendTable(page, t);
                break;
            case PaperFigure f:
                page.Append(
                    CultureInfo.InvariantCulture,
                    $"<figure><figcaption><b>{Escape(f.Title)}</b> {Escape(f.Caption)}</figcaption>{f.Svg}</figure>\n"
                );
                break;
        }
    }

    private static void AppendTable(StringBuilder page, PaperTable table)
    {
        // A table that is wider than a phone scrolls, with the keyboard too.
        page.Append(
            CultureInfo.InvariantCulture,
            $"<div class=\"scroll\" role=\"region\" aria-label=\"{Escape(table.Caption)}\" tabindex=\"0\"><table>"
                + $"<caption>{Escape(table.Caption)}</caption><thead><tr>"
        );
        foreach (var head in table.Head)
            page.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\">{Escape(head)}</th>");
        page.Append("</tr></thead><tbody>\n");
        foreach (var row in table.Rows)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{Escape(row[0])}</th>");
            foreach (var cell in row.Skip(1))
                page.Append(CultureInfo.InvariantCulture, $"<td>{Escape(cell)}</td>");
            page.Append("</tr>\n");
        }

        page.Append("</tbody></table></div>\n");
    }

    private static string Escape(string text) => HtmlText.Escape(text, Longest);
}
