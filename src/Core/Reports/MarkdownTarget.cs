namespace PerfGate.Core.Reports;

/// <summary>Where a Markdown report will be read.</summary>
public enum MarkdownTarget
{
    /// <summary>In a pull request's comment or a check's summary: details are folded.</summary>
    Comment,

    /// <summary>On the page of a GitHub job: details are folded.</summary>
    JobSummary,

    /// <summary>As a file, often in an editor or a terminal: headings instead of folds.</summary>
    File,
}
