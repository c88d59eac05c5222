using PerfGate.Core.Reports;

namespace PerfGate.Runner.GitHub.Posting;

/// <summary>The summary page of a GitHub Actions job, behind <c>GITHUB_STEP_SUMMARY</c>.</summary>
/// <param name="path">The file.</param>
/// <param name="append">What takes the text: the file, or a dry run's record.</param>
internal sealed class RunnerSummaryPage(string path, Action<string, string> append) : ISummaryPage
{
    /// <inheritdoc/>
    public void Append(PublishedReport report)
    {
        if (JobSummary.Render(path, bytes => report.Body(bytes, MarkdownTarget.JobSummary)) is { } text)
            append(path, text);
    }
}
