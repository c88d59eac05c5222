using System.Collections.Immutable;
using PerfGate.Core.Files;
using PerfGate.Core.Reports.Model;

namespace PerfGate.Core.Reports;

/// <summary>Every file that <c>perfgate report</c> writes. A new format is one more row.</summary>
public static class ReportFiles
{
    // A job summary may be 1 MiB; a file that is also used as one must not be larger.
    private const int MarkdownBytes = 1_000_000;

    // Some 50 MB in all files together.
    private const int MostAtOnce = 5_000;

    private static readonly ImmutableArray<ReportFormat> Formats =
    [
        new("report.md", parts => MarkdownReport.Render(parts.Input, MarkdownBytes, MarkdownTarget.File)),
        new("report.html", parts => HtmlReport.Render(parts.Input)),
        new(CasesCsv.Path, parts => CasesCsv.Render(parts.Input)),
        new("junit.xml", parts => JUnitReport.Render(parts.Input)),
        new("perfgate.sarif", parts => SarifReport.Render(parts.Input)),
        new("exports/bmf.json", parts => BencherExport.Render(parts.Cases.Value)),
        new("exports/github-action-benchmark.json", parts => GitHubActionBenchmarkExport.Render(parts.Cases.Value)),
        new("exports/otava.csv", parts => OtavaExport.Render(parts.Input, parts.Cases.Value)),
    ];

    /// <summary>What it writes, as patterns below the output folder: <c>badges/verdict.*</c>.</summary>
    public static ImmutableArray<string> Patterns { get; } =
        [.. Formats.Select(f => f.Path), .. Badges.Names.Select(name => $"badges/{name}.*")];

    /// <summary>
    /// Renders all of them. The same input gives the same bytes. Those of many cases are rendered as they are asked
    /// for, so that only one is held at a time.
    /// </summary>
    /// <param name="input">What to report.</param>
    public static IEnumerable<ReportFile> Render(ReportInput input) =>
        input.Verdict.Cases.Length > MostAtOnce ? OneByOne(input) : AtOnce(input);

    private static IEnumerable<ReportFile> OneByOne(ReportInput input)
    {
        var parts = new ReportParts(input, new(() => ExportedCase.Of(input)));
        foreach (var format in Formats)
        {
            yield return new(format.Path, format.Render(parts));
            // The next one is made in the room of this one.
            LargeMemory.Release();
        }

        foreach (var badge in Badges.Render(input))
            yield return badge;
    }

    private static ImmutableArray<ReportFile> AtOnce(ReportInput input)
    {
        var parts = new ReportParts(input, new(() => ExportedCase.Of(input)));
        // The page takes most of the time: the others are made beside it.
        Task<ReportFile>[] files =
            [.. Formats.Select(f => Task.Run(() => new ReportFile(f.Path, f.Render(parts))))];
        var badges = Badges.Render(input);
        return [.. files.Select(f => f.GetAwaiter().GetResult()), .. badges];
    }

    private sealed record ReportFormat(string Path, Func<ReportParts, string> Render);

    private sealed record ReportParts(ReportInput Input, Lazy<ImmutableArray<ExportedCase>> Cases);
}

/// <summary>One file of a report.</summary>
/// <param name="Path">Its path below the output directory, forward slashes; never out of foreign text.</param>
/// <param name="Text">Its whole text, to be written as UTF-8 without a byte-order mark.</param>
public sealed record ReportFile(string Path, string Text);
