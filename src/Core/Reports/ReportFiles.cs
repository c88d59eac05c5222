using System.Collections.Immutable;

namespace PerfGate.Core.Reports;

/// <summary>Every file that <c>perfgate report</c> writes.</summary>
public static class ReportFiles
{
    // A job summary may be 1 MiB; a file that is also used as one must not be larger.
    private const int MarkdownBytes = 1_000_000;

    /// <summary>Renders all of them. The same input gives the same bytes.</summary>
    /// <param name="input">What to report.</param>
    public static ImmutableArray<ReportFile> Render(ReportInput input) =>
    [
        new("report.md", MarkdownReport.Render(input, MarkdownBytes, MarkdownTarget.File)),
        new("report.html", HtmlReport.Render(input)),
        new("junit.xml", JUnitReport.Render(input)),
        new("perfgate.sarif", SarifReport.Render(input)),
        .. Badges.Render(input),
        new("exports/bmf.json", BencherExport.Render(input)),
        new("exports/github-action-benchmark.json", GitHubActionBenchmarkExport.Render(input)),
        new("exports/otava.csv", OtavaExport.Render(input)),
    ];
}
