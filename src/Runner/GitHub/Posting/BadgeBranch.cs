using System.Text;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Reports;
using PerfGate.Core.Text;
using PerfGate.Runner.GitHub.Artifacts;
using PerfGate.Runner.GitHub.Http;

namespace PerfGate.Runner.GitHub.Posting;

/// <summary>Commits the badges of one device to a branch of their own, which READMEs link to.</summary>
internal sealed class BadgeBranch(GitHubRepository github, string branch, TimeProvider time)
{
    /// <summary>
    /// Commits them under a folder named after the device, so that devices do not overwrite each other.
    /// </summary>
    /// <param name="artifact">What the badges are made from; no file of the artifact goes to the branch.</param>
    /// <param name="sha">The commit they speak of.</param>
    /// <returns>The branch's new head.</returns>
    /// <exception cref="PerfGateException">PG5003-PG5007.</exception>
    public Task<string> WriteAsync(Artifact artifact, string sha)
    {
        var device = artifact.Measurement.Environment.DeviceSlug;
        var files = Badges.Render(artifact.Input)
            .Select(f => new BranchFile(f.Path, Encoding.UTF8.GetBytes(f.Text)))
            .Select(f => f with { Path = $"{device}/{f.Path}" })
            .OrderBy(f => f.Path, StringComparer.Ordinal)
            .ToList();
        return new BranchCommit(github, time).WriteAsync(
            branch,
            startAt: null,
            files,
            $"Badges of {device} at {CommitName.Of(sha)}"
        );
    }
}
