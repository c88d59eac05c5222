using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Reports.Html;
using PerfGate.Core.Reports.Text;
using PerfGate.Core.Text;

namespace PerfGate.Core.Reports;

/// <summary>
/// What <c>perfgate gate</c> writes of several projects: the combined verdict, and a page that leads to the report of
/// each.
/// </summary>
public static class ProjectsReport
{
    private const string Page = "projects.html";

    /// <summary>The page, below the folder of the report.</summary>
    public static string PageIn(string folder) => Path.Combine(folder, Page);

    /// <summary>The files that it writes, below its folder.</summary>
    public static ImmutableArray<string> Names { get; } = ["projects.json", "projects.md", Page];

    /// <summary>Renders all of them. The same verdicts give the same bytes.</summary>
    /// <param name="verdict">The verdicts.</param>
    public static ImmutableArray<ReportFile> Render(ProjectsVerdict verdict) =>
        [
            new(Names[0], JsonSerializer.Serialize(verdict, PerfGateJson.Default.ProjectsVerdict) + "\n"),
            new(Names[1], Markdown(verdict)),
            new(Names[2], Html(verdict)),
        ];

    private static string Lead(ProjectsVerdict verdict) =>
        $"PerfGate ran in {Numbers.Things(verdict.Projects.Length, "project")}, with "
        + $"{Numbers.Things(verdict.Projects.Sum(p => p.Cases), "case")}. The worst outcome decides.";

    private static string Markdown(ProjectsVerdict verdict)
    {
        var traits = OutcomeTraits.Of(verdict.Outcome);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"## {traits.Sign} {traits.Title}\n\n{Lead(verdict)}\n\n");
        text.Append("| project | outcome | summary | report |\n| --- | --- | --- | --- |\n");
        foreach (var p in verdict.Projects)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {MarkdownText.Value(p.Project)} | {p.Title} | {MarkdownText.Prose(p.Summary)} | "
                    + $"{MarkdownText.Value(p.Report)} |\n"
            );
        }

        return text.ToString();
    }

    private static string Html(ProjectsVerdict verdict)
    {
        var traits = OutcomeTraits.Of(verdict.Outcome);
        var page = new StringBuilder(HtmlPage.Head($"PerfGate: {traits.Title}", script: null));
        page.Append(
            CultureInfo.InvariantCulture,
            $"""
            <header class="top{HtmlChip.Tone(traits.Tone)}"><div>
            <h1>{traits.Title}</h1>
            <p class="lead">{Lead(verdict)}</p>
            </div></header>
            <main>
            <h2>Projects</h2>
            <div class="scroll"><table>
            <thead><tr><th scope="col">Project</th><th scope="col">Outcome</th><th scope="col">Summary</th></tr></thead>
            <tbody>

            """
        );
        foreach (var p in verdict.Projects)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"<tr><th scope=\"row\">{HtmlText.Link(Address(p.Report), p.Project)}</th>"
                    + $"<td><span class=\"chip{HtmlChip.Tone(OutcomeTraits.Of(p.Outcome).Tone)}\">{p.Title}</span></td>"
                    + $"<td>{HtmlText.Escape(p.Summary)}</td></tr>\n"
            );
        }

        page.Append("</tbody></table></div>\n</main>\n</body>\n</html>\n");
        return page.ToString();
    }

    // A path has blanks and other characters that an address has not.
    private static string Address(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
}
