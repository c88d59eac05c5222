using System.Collections.Immutable;
using Octokit;
using PerfGate.Core.Diagnostics;
using PerfGate.Runner.GitHub.Http;

namespace PerfGate.Runner.GitHub.Events;

/// <summary>
/// Finds the pull request that was measured by asking GitHub, and says when it must not be commented on.
/// </summary>
internal sealed class PullRequestLookup(GitHubRepository github)
{
    private const string Permission = "pull-requests: write";

    /// <summary>Finds the pull request of an event.</summary>
    /// <returns>Its number, or why there is none to comment on.</returns>
    public async Task<PullRequestAnswer> FindAsync(TriggeringEvent trigger)
    {
        if (trigger.PullRequest is { } known)
            return (await CurrentAsync(known, trigger.HeadSha).ConfigureAwait(false)) with { Numbers = [known] };

        // A workflow_run names no pull request of a fork, and may name ones of other repositories for a branch of this
        // one: ask.
        var candidates = await CandidatesAsync(trigger).ConfigureAwait(false);
        var current = candidates.Where(p => p.State.Value == ItemState.Open && p.Head.Sha == trigger.HeadSha).ToList();
        return (current.Count, candidates.Count) switch
        {
            (1, _) => new(current[0].Number, null),
            (> 1, _) => new(
                null,
                DiagnosticCatalog.PullRequestAmbiguous(
                    trigger.HeadSha,
                    string.Join(", ", current.Select(p => $"#{p.Number}").Order(StringComparer.Ordinal))
                )
            ),
            (_, 0) => new PullRequestAnswer(null, DiagnosticCatalog.NoPullRequest(trigger.HeadSha)),
            _ => new(
                null,
                Refusal(
                    candidates
                        .OrderByDescending(p => p.State.Value == ItemState.Open)
                        .ThenByDescending(p => p.Number)
                        .First(),
                    trigger.HeadSha
                )
            ),
        } with
        {
            // The check is on the commit, so it counts for each of them.
            Numbers = [.. (current.Count > 0 ? current : candidates).Select(p => p.Number).Order()],
        };
    }

    /// <summary>Looks at a pull request as it is now.</summary>
    /// <returns>The number again, or why it must not be commented on any more.</returns>
    public async Task<PullRequestAnswer> CurrentAsync(int number, string headSha)
    {
        var pull = await github.AskAsync(
            $"read pull request #{number}", Permission,
            g => g.Client.PullRequest.Get(g.Owner, g.Name, number)).ConfigureAwait(false);
        var refusal = Refusal(pull, headSha);
        return new(refusal is null ? number : null, refusal);
    }

    private static Diagnostic? Refusal(PullRequest pull, string headSha) =>
        pull.State.Value != ItemState.Open ? DiagnosticCatalog.PullRequestClosed(pull.Number)
        : pull.Head.Sha != headSha ? DiagnosticCatalog.PullRequestMoved(pull.Number, headSha, pull.Head.Sha)
        : null;

    private async Task<IReadOnlyList<PullRequest>> CandidatesAsync(TriggeringEvent trigger)
    {
        if (trigger.HeadRepository is not { } head || trigger.HeadBranch is not { } branch)
            return [];
        var found = await github.AskAsync(
            "look up the pull request", Permission,
            g => g.Client.PullRequest.GetAllForRepository(
                g.Owner, g.Name,
                new PullRequestRequest { Head = $"{head.Owner}:{branch}", State = ItemStateFilter.All },
                new ApiOptions { PageSize = 100 })).ConfigureAwait(false);

        // One owner may have several forks with a branch of that name; only the fork that ran the workflow counts.
        return [.. found.Where(p => p.Head.Ref == branch
            && RepositoryName.TryParse(p.Head.Repository?.FullName, out var name) && name.IsSameAs(head))];
    }
}

/// <summary>A pull request to comment on, or why there is none.</summary>
/// <param name="Number">Its number; null for none.</param>
/// <param name="Refusal">Why there is none; null if there is one.</param>
internal sealed record PullRequestAnswer(int? Number, Diagnostic? Refusal)
{
    /// <summary>The pull requests that a check on the commit may count for.</summary>
    public ImmutableArray<int> Numbers { get; init; } = [];
}
