using PerfGate.Runner.Git;

namespace PerfGate.Runner.References.Bisecting;

/// <summary>Tries a commit's kernels against the good commit's.</summary>
internal interface ICommitTrial
{
    /// <summary>Holds a trial.</summary>
    /// <param name="commit">The commit.</param>
    /// <param name="threshold">
    /// The log ratio that parts good from bad, to take runs until the answer is clear; null for the first trial, of the
    /// bad commit.
    /// </param>
    /// <param name="cancellation">Stops it.</param>
    Task<CommitTrialResult> TryAsync(GitCommit commit, double? threshold, CancellationToken cancellation);
}
