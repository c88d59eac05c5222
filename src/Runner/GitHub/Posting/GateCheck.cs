using Octokit;
using PerfGate.Core.Diagnostics;
using PerfGate.Runner.GitHub.Http;

namespace PerfGate.Runner.GitHub.Posting;

/// <summary>The gate's check run on a commit: in progress first, and completed on every way out.</summary>
/// <param name="github">Where to post.</param>
/// <param name="name">What the check is called in the list of checks.</param>
internal sealed class GateCheck(GitHubRepository github, string name)
{
    /// <summary>Largest summary, UTF-8 bytes, so well below GitHub's 65,535 characters.</summary>
    public const int MaximumSummaryBytes = 60_000;

    /// <summary>Annotations that GitHub takes in one request.</summary>
    public const int AnnotationsPerRequest = 50;

    private const string Permission = "checks: write";

    /// <summary>Says that a verdict is on its way.</summary>
    /// <param name="sha">The commit.</param>
    /// <param name="runKey">Identifies the run that measured.</param>
    /// <param name="details">The page to link; null for none.</param>
    /// <exception cref="PerfGateException">PG5003-PG5006.</exception>
    public Task<CheckRun> BeginAsync(string sha, string runKey, string? details) => github.AskAsync(
        "create the check", Permission,
        g => g.Client.Check.Run.Create(g.Owner, g.Name, new NewCheckRun(name, sha)
        {
            Status = CheckStatus.InProgress,
            ExternalId = runKey,
            DetailsUrl = details,
        }));

    /// <summary>Completes it, with its annotations in as many requests as they take.</summary>
    /// <exception cref="PerfGateException">PG5003-PG5006; the check may then still be in progress.</exception>
    public async Task<CheckRun> CompleteAsync(CheckRun check, CheckCompletion completion)
    {
        var batches = completion.Annotations.Chunk(AnnotationsPerRequest).ToList();
        foreach (var batch in batches.SkipLast(1))
        {
            await UpdateAsync(check.Id, new CheckRunUpdate
            {
                Status = CheckStatus.InProgress,
                Output = new NewCheckRunOutput(completion.Title, completion.Summary) { Annotations = batch },
            }).ConfigureAwait(false);
        }

        return await UpdateAsync(
                check.Id,
                new CheckRunUpdate
                {
                    Status = CheckStatus.Completed,
                    Conclusion = completion.Conclusion,
                    Output = new NewCheckRunOutput(completion.Title, completion.Summary)
                    {
                        Annotations = batches.LastOrDefault(),
                    },
                }
            )
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Completes checks of the same run that were left in progress: by a publisher that was killed, or by a creation
    /// that GitHub carried out and then answered with an error, so that it was repeated.
    /// </summary>
    public async Task CompleteAbandonedAsync(CheckRun check, string sha, string runKey)
    {
        var all = await github
            .AskAsync(
                "read the checks of the commit",
                Permission,
                g =>
                    g.Client.Check.Run.GetAllForReference(
                        g.Owner,
                        g.Name,
                        sha,
                        new CheckRunRequest
                        {
                            CheckName = name,
                            Filter = CheckRunCompletedAtFilter.All,
                            Status = CheckStatusFilter.InProgress,
                        },
                        new ApiOptions { PageSize = 100 }
                    )
            )
            .ConfigureAwait(false);
        foreach (
            var abandoned in all.CheckRuns.Where(c =>
                c.Id != check.Id && c.ExternalId == runKey && c.Status.Value != CheckStatus.Completed
            )
        )
        {
            await UpdateAsync(
                    abandoned.Id,
                    new CheckRunUpdate
                    {
                        Status = CheckStatus.Completed,
                        Conclusion = CheckConclusion.Neutral,
                        Output = new NewCheckRunOutput(
                            "Superseded",
                            "Another check of the same run carries the verdict."
                        ),
                    }
                )
                .ConfigureAwait(false);
        }
    }

    private Task<CheckRun> UpdateAsync(long id, CheckRunUpdate update) => github.AskAsync(
        "update the check", Permission, g => g.Client.Check.Run.Update(g.Owner, g.Name, id, update));
}
