using PerfGate.Runner.Git;

namespace PerfGate.Runner.References.Bisecting;

/// <summary>One commit that a bisection looked at.</summary>
/// <param name="Commit">The commit.</param>
/// <param name="Result">What its trial found.</param>
/// <param name="Slow">Whether it counts as slow; null where it could not be tried.</param>
internal sealed record BisectionStep(GitCommit Commit, CommitTrialResult Result, bool? Slow);
