using System.Net;
using Octokit;
using PerfGate.Core.Diagnostics;
using PerfGate.Runner.GitHub.Http;

namespace PerfGate.Runner.GitHub.Posting;

/// <summary>
/// Puts files on a branch in one commit through the Git data API, and again where the branch moved meanwhile.
/// </summary>
internal sealed class BranchCommit(GitHubRepository github, TimeProvider time)
{
    /// <summary>How often a moved branch is tried again before giving up.</summary>
    public const int MaximumAttempts = 6;

    private const string Permission = "contents: write";

    /// <summary>Commits.</summary>
    /// <param name="branch">The branch, without <c>refs/heads/</c>.</param>
    /// <param name="startAt">
    /// The commit to create the branch from where it is absent; null for a branch without history.
    /// </param>
    /// <param name="files">What to write; other files of the branch stay.</param>
    /// <param name="message">The commit's message.</param>
    /// <returns>The branch's head: the new commit, or the old one where nothing changed.</returns>
    /// <exception cref="PerfGateException">PG5003-PG5007.</exception>
    public async Task<string> WriteAsync(
        string branch,
        string? startAt,
        IReadOnlyList<BranchFile> files,
        string message
    )
    {
        var items = new List<NewTreeItem>();
        foreach (var file in files)
            items.Add(await BlobAsync(file).ConfigureAwait(false));

        for (var attempt = 1; attempt <= MaximumAttempts; attempt++)
        {
            var head = await HeadAsync(branch).ConfigureAwait(false);
            var parent = head ?? startAt;
            var parentTree = parent is null ? null : await TreeOfAsync(parent).ConfigureAwait(false);
            var tree = await TreeAsync(items, parentTree).ConfigureAwait(false);
            if (head is not null && tree == parentTree)
                return head;
            var commit = await github
                .AskAsync(
                    $"commit to {branch}",
                    Permission,
                    g =>
                        g.Client.Git.Commit.Create(
                            g.Owner,
                            g.Name,
                            new NewCommit(message, tree, parent is null ? [] : [parent])
                        )
                )
                .ConfigureAwait(false);
            if (await MoveAsync(branch, commit.Sha, exists: head is not null).ConfigureAwait(false))
                return commit.Sha;

            // Publishers that met once would meet again without a spread.
            await Task.Delay(TimeSpan.FromSeconds(attempt * (0.5 + Random.Shared.NextDouble())), time)
                .ConfigureAwait(false);
        }

        throw new PerfGateException(DiagnosticCatalog.BranchKeptMoving(branch, MaximumAttempts), ExitCode.Publish);
    }

    private async Task<NewTreeItem> BlobAsync(BranchFile file)
    {
        var blob = await github.AskAsync(
            $"upload {file.Path}", Permission,
            g => g.Client.Git.Blob.Create(g.Owner, g.Name, new NewBlob
            {
                Content = Convert.ToBase64String(file.Content.Span),
                Encoding = EncodingType.Base64,
            })).ConfigureAwait(false);
        return new NewTreeItem { Path = file.Path, Mode = Octokit.FileMode.File, Type = TreeType.Blob, Sha = blob.Sha };
    }

    private Task<string?> HeadAsync(string branch) =>
        github.AskAsync<string?>(
            $"read branch {branch}",
            Permission,
            async g =>
            {
                try
                {
                    return (await g.BranchAsync(branch).ConfigureAwait(false)).Object.Sha;
                }
                catch (NotFoundException)
                {
                    return null;
                }
            }
        );

    private async Task<string> TreeOfAsync(string commit) =>
        (
            await github
                .AskAsync("read the branch's commit", Permission, g => g.Client.Git.Commit.Get(g.Owner, g.Name, commit))
                .ConfigureAwait(false)
        )
            .Tree
            .Sha;

    private async Task<string> TreeAsync(List<NewTreeItem> items, string? onto)
    {
        var tree = new NewTree { BaseTree = onto };
        foreach (var item in items)
            tree.Tree.Add(item);
        return (
            await github
                .AskAsync("write the tree", Permission, g => g.Client.Git.Tree.Create(g.Owner, g.Name, tree))
                .ConfigureAwait(false)
        ).Sha;
    }

    // False: the branch is no longer where it was read (not a fast-forward, created or deleted meanwhile).
    private Task<bool> MoveAsync(string branch, string commit, bool exists) =>
        github.AskAsync(
            $"move branch {branch}",
            Permission,
            async g =>
            {
                try
                {
                    _ = exists
                        ? await g.MoveBranchAsync(branch, commit).ConfigureAwait(false)
                        : await g
                            .Client.Git.Reference.Create(
                                g.Owner,
                                g.Name,
                                new NewReference($"refs/heads/{branch}", commit)
                            )
                            .ConfigureAwait(false);
                    return true;
                }
                catch (ApiException e)
                    when (e.StatusCode is HttpStatusCode.UnprocessableEntity or HttpStatusCode.Conflict)
                {
                    // A repeated request whose first answer was lost has already done it.
                    return await HeadAsync(branch).ConfigureAwait(false) == commit;
                }
            }
        );
}

/// <summary>A file to be committed.</summary>
/// <param name="Path">Its path in the branch, forward slashes.</param>
/// <param name="Content">All of its bytes.</param>
internal sealed record BranchFile(string Path, ReadOnlyMemory<byte> Content);
