namespace PerfGate.Runner.GitHub.Events;

/// <summary>
/// What a workflow was triggered by, out of GitHub's own payload; nothing in it comes from an artifact.
/// </summary>
internal sealed record TriggeringEvent
{
    /// <summary>What kind of change was measured.</summary>
    public required MeasuredChange Change { get; init; }

    /// <summary>The repository that the workflow belongs to; null if the payload names none.</summary>
    public RepositoryName? Repository { get; init; }

    /// <summary>The commit that was measured and that the check belongs to.</summary>
    public required string HeadSha { get; init; }

    /// <summary>
    /// Other names of the measured commit: the test merge that GitHub checks out by default. May be empty.
    /// </summary>
    public string? MergeSha { get; init; }

    /// <summary>The branch the commit came from; null if there is none.</summary>
    public string? HeadBranch { get; init; }

    /// <summary>The repository that branch lies in, a fork perhaps; null if it is gone.</summary>
    public RepositoryName? HeadRepository { get; init; }

    /// <summary>
    /// The pull request; null if the payload does not say, as with a <c>workflow_run</c> of a fork.
    /// </summary>
    public int? PullRequest { get; init; }

    /// <summary>The tag, for a pushed tag; otherwise null.</summary>
    public string? Tag { get; init; }

    /// <summary>The repository's default branch; null if the payload does not say.</summary>
    public string? DefaultBranch { get; init; }

    /// <summary>The page of the run that measured; null if not known.</summary>
    public string? RunUrl { get; init; }

    /// <summary>Whether a finished workflow is the event.</summary>
    public bool IsWorkflowRun { get; init; }

    /// <summary>
    /// The file of that workflow, relative to the repository's root; null if the payload does not say.
    /// </summary>
    public string? WorkflowPath { get; init; }

    /// <summary>Identifies the run that measured, the same for every attempt to publish it.</summary>
    public required string RunKey { get; init; }
}

/// <summary>What kind of change was measured.</summary>
internal enum MeasuredChange
{
    /// <summary>A pull request, perhaps a stranger's.</summary>
    PullRequest,

    /// <summary>A commit on the default branch, or a tag: what a badge may speak of.</summary>
    Trunk,

    /// <summary>A commit on another branch.</summary>
    Branch,
}
