using Octokit;
using PerfGate.Core.Diagnostics;
using PerfGate.Runner.GitHub.Artifacts;
using PerfGate.Runner.GitHub.Http;

namespace PerfGate.Runner.GitHub.Posting;

/// <summary>Proposes a refreshed baseline in a pull request of its own, and attaches it to the tag's release.</summary>
internal sealed class BaselineProposal(GitHubRepository github, TimeProvider time)
{
    private const string PullPermission = "pull-requests: write";
    private const string ReleasePermission = "contents: write";

    /// <summary>
    /// Commits the baseline to <c>perfgate/baseline-TAG</c> and opens a pull request, or finds the one that is open.
    /// </summary>
    /// <param name="baseline">The baseline.</param>
    /// <param name="tag">The tag that it was measured at.</param>
    /// <param name="defaultBranch">Where it shall go; null to ask GitHub.</param>
    /// <exception cref="PerfGateException">PG5003-PG5007.</exception>
    public async Task<PullRequest> ProposeAsync(ProposedBaseline baseline, string tag, string? defaultBranch)
    {
        var target =
            defaultBranch
            ?? (
                await github
                    .AskAsync("read the repository", ReleasePermission, g => g.Client.Repository.Get(g.Owner, g.Name))
                    .ConfigureAwait(false)
            ).DefaultBranch;
        var start = await github
            .AskAsync(
                $"read branch {target}",
                ReleasePermission,
                async g => (await g.BranchAsync(target).ConfigureAwait(false)).Object.Sha
            )
            .ConfigureAwait(false);
        var branch = $"perfgate/baseline-{tag}";
        var title = $"Baseline of {baseline.Device} at {tag}";
        await new BranchCommit(github, time)
            .WriteAsync(branch, start, [new BranchFile($"baselines/{baseline.Device}.json", baseline.Content)], title)
            .ConfigureAwait(false);
        return await github
            .AskAsync(
                "open the baseline's pull request",
                PullPermission,
                async g =>
                {
                    var open = await g
                        .Client.PullRequest.GetAllForRepository(
                            g.Owner,
                            g.Name,
                            new PullRequestRequest { Head = $"{g.Owner}:{branch}", State = ItemStateFilter.Open }
                        )
                        .ConfigureAwait(false);
                    return open.Count > 0
                        ? open[0]
                        : await g
                            .Client.PullRequest.Create(
                                g.Owner,
                                g.Name,
                                new NewPullRequest(title, branch, target)
                                {
                                    Body =
                                        $"Measured at tag `{tag}` by the release workflow. Review the times before "
                                            + $"merging: what is merged here is what later changes are compared with.",
                                }
                            )
                            .ConfigureAwait(false);
                }
            )
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Attaches the baseline to the tag's release, in the place of an older one; drafts the release where there is
    /// none.
    /// </summary>
    /// <exception cref="PerfGateException">PG5003-PG5006.</exception>
    public Task<ReleaseAsset> AttachAsync(ProposedBaseline baseline, string tag) =>
        github.AskAsync(
            "attach the baseline to the release",
            ReleasePermission,
            async g =>
            {
                // By listing, because a draft is not found by its tag.
                var releases = await g
                    .Client.Repository.Release.GetAll(g.Owner, g.Name, new ApiOptions { PageSize = 100 })
                    .ConfigureAwait(false);
                var release =
                    releases.FirstOrDefault(r => r.TagName == tag)
                    ?? await g
                        .Client.Repository.Release.Create(
                            g.Owner,
                            g.Name,
                            new NewRelease(tag) { Name = tag, Draft = true }
                        )
                        .ConfigureAwait(false);
                var name = $"perfgate-baseline-{baseline.Device}.json";
                foreach (var old in (release.Assets ?? []).Where(a => a.Name == name))
                    await g.Client.Repository.Release.DeleteAsset(g.Owner, g.Name, old.Id).ConfigureAwait(false);
                using var content = new MemoryStream(baseline.Content.ToArray());
                return await g
                    .Client.Repository.Release.UploadAsset(
                        release,
                        new ReleaseAssetUpload(name, "application/octet-stream", content, timeout: null)
                    )
                    .ConfigureAwait(false);
            }
        );
}
