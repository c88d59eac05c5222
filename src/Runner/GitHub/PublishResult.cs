using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Judgement;

namespace PerfGate.Runner.GitHub;

/// <summary>What came of publishing.</summary>
internal sealed record PublishResult
{
    /// <summary>
    /// The verdict, whether or not it could be published; null if the results were refused.
    /// </summary>
    public required Outcome? Outcome { get; init; }

    /// <summary>The pull request that was commented on; null for none.</summary>
    public int? PullRequest { get; init; }

    /// <summary>The comment's page; null for none.</summary>
    public string? Comment { get; init; }

    /// <summary>The check's page; null for none.</summary>
    public string? Check { get; init; }

    /// <summary>The commit on the badge branch; null for none.</summary>
    public string? Badges { get; init; }

    /// <summary>The page of the baseline's pull request; null for none.</summary>
    public string? Baseline { get; init; }

    /// <summary>What could not be published, or was left out on purpose.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>Whether everything that was to be published was.</summary>
    public bool Complete => Diagnostics.All(d => d.Severity != Severity.Error);
}
