using System.Collections.Immutable;
using PerfGate.Runner.GitHub.Events;

namespace PerfGate.Runner.GitHub;

/// <summary>What is to be published, from where.</summary>
internal sealed record PublishOptions
{
    /// <summary>The folder or the zip file with the gate's results.</summary>
    public required string Output { get; init; }

    /// <summary>What to publish; empty for what the event calls for.</summary>
    public ImmutableArray<PublishPart> Only { get; init; } = [];

    /// <summary>
    /// The folder or zip file with the refreshed baselines, of which the measured device's is proposed; null for none.
    /// </summary>
    public string? Baseline { get; init; }

    /// <summary>The gate's name: several gates of a repository keep a comment and a check each.</summary>
    public string Gate { get; init; } = "gate";

    /// <summary>Path of the workflow that measures; results of any other finished workflow are refused.</summary>
    public string Workflow { get; init; } = CallingWorkflow.Default;

    /// <summary>The branch for badges.</summary>
    public string BadgesBranch { get; init; } = "perfgate-badges";

    /// <summary>
    /// The pull request that the caller believes was measured; refused where GitHub says otherwise. Null for no belief.
    /// </summary>
    public int? PullRequest { get; init; }
}
