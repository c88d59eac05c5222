namespace PerfGate.Runner.GitHub;

/// <summary>Where a job shows the report by itself: its summary page and its log.</summary>
internal interface ISummaryPage
{
    /// <summary>Shows a report.</summary>
    /// <exception cref="Core.Diagnostics.PerfGateException">PG9001: the page cannot be written.</exception>
    void Append(PublishedReport report);
}
