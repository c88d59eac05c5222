using Octokit;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Text;
using PerfGate.Runner.GitHub.Http;

namespace PerfGate.Runner.GitHub.Requests;

/// <summary>
/// Starts the workflow that measures, for a comment. Whether the author may have it, which branch it is, and what it is
/// compared with, are asked of GitHub; the comment gives the filter alone.
/// </summary>
/// <param name="github">Whom to ask.</param>
internal sealed class GateStarter(GitHubRepository github)
{
    private const string Dispatch = "actions: write";
    private const string Reading = "pull-requests: write";

    /// <summary>Starts it, and answers the comment with a reaction.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="workflow">The name of the workflow's file.</param>
    /// <returns>What was done, or why nothing was: a warning where the author may not ask.</returns>
    /// <exception cref="PerfGateException">PG5003-PG5006; PG5033: the request cannot be fulfilled.</exception>
    public async Task<Diagnostic?> StartAsync(GateRequest request, string workflow)
    {
        // A stranger's comment costs nothing and gets no answer.
        if (!await MayWriteAsync(request.Author).ConfigureAwait(false))
            return DiagnosticCatalog.RequestIgnored(PlainText.LogLine(request.Author, 100));
        var pull = await github
            .AskAsync(
                $"read pull request #{request.PullRequest}",
                Reading,
                g => g.Client.PullRequest.Get(g.Owner, g.Name, request.PullRequest)
            )
            .ConfigureAwait(false);
        if ((request.Fault() ?? Fault(pull)) is { } fault)
        {
            await ReactAsync(request, ReactionType.Confused).ConfigureAwait(false);
            throw new PerfGateException(DiagnosticCatalog.RequestRefused(request.PullRequest, fault), ExitCode.Publish);
        }

        await github
            .AskAsync(
                $"start the workflow {workflow}",
                Dispatch,
                async g =>
                {
                    await g
                        .Client.Actions.Workflows.CreateDispatch(
                            g.Owner,
                            g.Name,
                            workflow,
                            new CreateWorkflowDispatch(pull.Head.Ref)
                            {
                                Inputs = new Dictionary<string, object>
                                {
                                    ["filter"] = request.Filter,
                                    ["base"] = pull.Base.Sha,
                                },
                            }
                        )
                        .ConfigureAwait(false);
                    return true;
                }
            )
            .ConfigureAwait(false);
        await ReactAsync(request, ReactionType.Rocket).ConfigureAwait(false);
        return null;
    }

    private Task<bool> MayWriteAsync(string author) =>
        github.AskAsync(
            "ask what the author may do",
            "contents: read",
            async g =>
            {
                try
                {
                    var answer = await g
                        .Client.Repository.Collaborator.ReviewPermission(g.Owner, g.Name, author)
                        .ConfigureAwait(false);
                    return answer.Permission is "admin" or "write";
                }
                catch (NotFoundException)
                {
                    return false;
                }
            }
        );

    // Code of a fork must not run with what a workflow of this repository may do, its caches for one.
    private string? Fault(PullRequest pull) =>
        pull.State.Value != ItemState.Open ? "it is closed."
        : !RepositoryName.TryParse(pull.Head.Repository?.FullName, out var head) || !head.IsSameAs(github.Repository)
            ? "its branch is of another repository. Approve its own run of the gate instead."
        : null;

    private Task<Reaction> ReactAsync(GateRequest request, ReactionType reaction) =>
        github.AskAsync(
            "answer the comment",
            Reading,
            g => g.Client.Reaction.IssueComment.Create(g.Owner, g.Name, request.Comment, new NewReaction(reaction))
        );
}
