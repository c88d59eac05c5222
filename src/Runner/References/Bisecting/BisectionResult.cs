using System.Collections.Immutable;
using PerfGate.Runner.Git;

namespace PerfGate.Runner.References.Bisecting;

/// <summary>What a bisection found.</summary>
/// <param name="Suspects">
/// The commits of which one slowed the case, oldest first: one where it was found, several where those between could
/// not be tried, none where the case is not slower.
/// </param>
/// <param name="Whole">The trial of the bad commit against the good one.</param>
/// <param name="Steps">All that was looked at, in order, that trial included.</param>
internal sealed record BisectionResult(
    ImmutableArray<GitCommit> Suspects, CommitTrialResult Whole, ImmutableArray<BisectionStep> Steps)
{
    /// <summary>How many trials took runs.</summary>
    public int Trials => Steps.Count(s => s.Result.Kind == TrialKind.Measured);
}
