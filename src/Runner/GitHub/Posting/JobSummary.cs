using System.Text;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Reports;

namespace PerfGate.Runner.GitHub.Posting;

/// <summary>Appends the report to the job's summary page.</summary>
internal static class JobSummary
{
    /// <summary>Largest summary of a step, bytes; GitHub drops the whole of a larger one.</summary>
    public const int MaximumBytes = 1024 * 1024;

    // The report cannot be shortened further.
    private const int LeastBytes = 6_000;

    /// <summary>The text to append, in what the file has room for; null if there is no room.</summary>
    /// <param name="path">The file that the runner names in <c>GITHUB_STEP_SUMMARY</c>.</param>
    /// <param name="render">Renders the report into at most so many bytes.</param>
    public static string? Render(string path, Func<int, string> render)
    {
        var used = File.Exists(path) ? new FileInfo(path).Length : 0;
        var room = MaximumBytes - used - 2;
        return room < LeastBytes ? null : "\n" + render((int)room) + "\n";
    }

    /// <summary>Appends.</summary>
    /// <exception cref="PerfGateException">PG9001: the file cannot be written.</exception>
    public static void Append(string path, string text)
    {
        try
        {
            File.AppendAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PerfGateException(
                DiagnosticCatalog.FileUnusable(path, $"the job summary could not be written: {e.Message}"),
                ExitCode.Publish,
                e
            );
        }
    }
}

/// <summary>Where a job shows the report by itself: its summary page and its log.</summary>
internal interface ISummaryPage
{
    /// <summary>Shows a report.</summary>
    /// <exception cref="Core.Diagnostics.PerfGateException">PG9001: the page cannot be written.</exception>
    void Append(IPublished report);
}

/// <summary>The summary page of a GitHub Actions job, behind <c>GITHUB_STEP_SUMMARY</c>.</summary>
/// <param name="path">The file.</param>
/// <param name="append">What takes the text: the file, or a dry run's record.</param>
internal sealed class RunnerSummaryPage(string path, Action<string, string> append) : ISummaryPage
{
    /// <inheritdoc/>
    public void Append(IPublished report)
    {
        if (JobSummary.Render(path, bytes => report.Body(bytes, MarkdownTarget.JobSummary)) is { } text)
            append(path, text);
    }
}
