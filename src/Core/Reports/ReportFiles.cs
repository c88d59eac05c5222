using System.Collections.Immutable;
using PerfGate.Core.Reports.Model;

namespace PerfGate.Core.Reports;

/// <summary>Every file that <c>perfgate report</c> writes.</summary>
public static class ReportFiles
{
    // A job summary may be 1 MiB; a file that is also used as one must not be larger.
    private const int MarkdownBytes = 1_000_000;

    /// <summary>Renders all of them. The same input gives the same bytes.</summary>
    /// <param name="input">What to report.</param>
    public static ImmutableArray<ReportFile> Render(ReportInput input)
    {
        // The page takes most of the time: the others are made beside it.
        var page = Task.Run(() => HtmlReport.Render(input));
        var cases = ExportedCase.Of(input);
        var markdown = MarkdownReport.Render(input, MarkdownBytes, MarkdownTarget.File);
        var junit = JUnitReport.Render(input);
        var sarif = SarifReport.Render(input);
        ImmutableArray<ReportFile> exports =
        [
            new("exports/bmf.json", BencherExport.Render(cases)),
            new("exports/github-action-benchmark.json", GitHubActionBenchmarkExport.Render(cases)),
            new("exports/otava.csv", OtavaExport.Render(input, cases)),
        ];
        return
        [
            new("report.md", markdown),
            new("report.html", page.GetAwaiter().GetResult()),
            new("junit.xml", junit),
            new("perfgate.sarif", sarif),
            .. Badges.Render(input),
            .. exports,
        ];
    }
}

/// <summary>One file of a report.</summary>
/// <param name="Path">Its path below the output directory, forward slashes; never out of foreign text.</param>
/// <param name="Text">Its whole text, to be written as UTF-8 without a byte-order mark.</param>
public sealed record ReportFile(string Path, string Text);
