namespace PerfGate.Runner.GitHub;

/// <summary>What can be published, each on its own.</summary>
internal enum PublishPart
{
    /// <summary>The sticky comment on the pull request.</summary>
    Comment,

    /// <summary>The check run on the commit.</summary>
    Check,

    /// <summary>Badges on their branch.</summary>
    Badges,

    /// <summary>The job's summary page and its log.</summary>
    Summary,

    /// <summary>A refreshed baseline: its pull request and the release's file.</summary>
    Baseline,
}
