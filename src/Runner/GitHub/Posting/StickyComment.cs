using System.Text;
using Octokit;
using PerfGate.Core.Diagnostics;
using PerfGate.Runner.GitHub.Http;

namespace PerfGate.Runner.GitHub.Posting;

/// <summary>
/// The one comment of the gate on a pull request: found again by a hidden marker and its author, edited in place, and
/// never left double by several publishers at once.
/// </summary>
internal sealed class StickyComment
{
    /// <summary>Largest body, UTF-8 bytes; GitHub refuses bodies of more than 65,536 characters.</summary>
    public const int MaximumBytes = 60_000;

    /// <summary>The login that a workflow's own token posts as; such a token may not ask who it is.</summary>
    public const string ActionsLogin = "github-actions[bot]";

    private const string Permission = "pull-requests: write";
    private const int MaximumAttempts = 4;

    private readonly GitHubRepository _github;
    private readonly string _marker;

    /// <summary>Creates it.</summary>
    /// <param name="github">Where to post.</param>
    /// <param name="gate">The gate's name, so that several gates of a repository keep a comment each.</param>
    public StickyComment(GitHubRepository github, string gate)
    {
        _github = github;
        _marker = $"<!-- perfgate:{gate} -->";
    }

    /// <summary>Bytes that are left for the report once the marker is in.</summary>
    public int ReportBytes => MaximumBytes - Encoding.UTF8.GetByteCount(_marker) - 1;

    /// <summary>Posts a report, or puts it in the place of the one before.</summary>
    /// <param name="pullRequest">The pull request's number.</param>
    /// <param name="report">Markdown of at most <see cref="ReportBytes"/>.</param>
    /// <returns>The comment.</returns>
    /// <exception cref="PerfGateException">PG5003-PG5006.</exception>
    public async Task<IssueComment> PostAsync(int pullRequest, string report)
    {
        var body = $"{_marker}\n{report}";
        var author = await LoginAsync().ConfigureAwait(false);
        for (var attempt = 1; ; attempt++)
        {
            var own = await OwnAsync(pullRequest, author).ConfigureAwait(false);
            IssueComment? created = null;
            if (own.Count == 0)
            {
                created = await CreateAsync(pullRequest, body).ConfigureAwait(false);
                // The answer says who we are, which settles it for tokens of any app; and another publisher may have
                // been faster.
                author = created.User?.Login ?? author;
                own = await OwnAsync(pullRequest, author).ConfigureAwait(false);
            }

            var kept = own.OrderBy(c => c.Id).FirstOrDefault() ?? created!;
            foreach (var duplicate in own.Where(c => c.Id != kept.Id))
                await DeleteAsync(duplicate.Id).ConfigureAwait(false);
            if (kept.Id == created?.Id)
                return created;
            if (await EditAsync(kept.Id, body, last: attempt == MaximumAttempts).ConfigureAwait(false) is { } edited)
                return edited;
        }
    }

    private Task<string> LoginAsync() => _github.AskAsync("ask who the token belongs to", Permission, async g =>
    {
        try
        {
            return (await g.Client.User.Current().ConfigureAwait(false)).Login;
        }
        catch (Exception e) when (e is ForbiddenException or NotFoundException)
        {
            return ActionsLogin;
        }
    });

    // The marker must open the body: a quoted comment has it further down, behind "> ".
    private async Task<IReadOnlyList<IssueComment>> OwnAsync(int pullRequest, string author)
    {
        var all = await _github.AskAsync(
            "read the comments", Permission,
            g => g.Client.Issue.Comment.GetAllForIssue(
                g.Owner, g.Name, pullRequest, new ApiOptions { PageSize = 100 })).ConfigureAwait(false);
        return [.. all.Where(c => c.Body?.StartsWith(_marker, StringComparison.Ordinal) == true
            && string.Equals(c.User?.Login, author, StringComparison.OrdinalIgnoreCase))];
    }

    private Task<IssueComment> CreateAsync(int pullRequest, string body) => _github.AskAsync(
        "write the comment", Permission, g => g.Client.Issue.Comment.Create(g.Owner, g.Name, pullRequest, body));

    // Null: somebody deleted it since it was listed, so look again.
    private Task<IssueComment?> EditAsync(long id, string body, bool last) =>
        _github.AskAsync<IssueComment?>(
            "edit the comment",
            Permission,
            async g =>
            {
                try
                {
                    return await g.Client.Issue.Comment.Update(g.Owner, g.Name, id, body).ConfigureAwait(false);
                }
                catch (NotFoundException) when (!last)
                {
                    return null;
                }
            }
        );

    private Task<bool> DeleteAsync(long id) =>
        _github.AskAsync(
            "delete a duplicate of the comment",
            Permission,
            async g =>
            {
                try
                {
                    await g.Client.Issue.Comment.Delete(g.Owner, g.Name, id).ConfigureAwait(false);
                    return true;
                }
                catch (NotFoundException)
                {
                    // The other publisher was faster at this too.
                    return false;
                }
            }
        );
}
