using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Policy;
using PerfGate.Runner.GitHub.Artifacts;
using PerfGate.Runner.GitHub.Events;
using PerfGate.Runner.GitHub.Http;

namespace PerfGate.Runner.GitHub;

/// <summary>Finds the pull request that a verdict is posted to, and what it changes.</summary>
/// <param name="github">Whom to ask.</param>
/// <param name="time">Tells the day.</param>
/// <param name="log">Takes what could not be found out.</param>
internal sealed class PublishTarget(GitHubRepository github, TimeProvider time, List<Diagnostic> log)
{
    /// <summary>Finds it.</summary>
    /// <param name="options">What is published.</param>
    /// <param name="trigger">The event.</param>
    /// <param name="parts">The parts that are published.</param>
    /// <param name="policy">The policy, which may hold entries that accept changed files.</param>
    /// <returns>
    /// The pull request to comment on, null for none; and the files of it that decide how it was measured.
    /// </returns>
    /// <exception cref="PerfGateException">PG5014: the results are claimed for another pull request.</exception>
    public async Task<(int? Number, ChangedFiles Files)> FindAsync(
        PublishOptions options,
        TriggeringEvent trigger,
        ImmutableArray<PublishPart> parts,
        GatePolicy policy
    )
    {
        if (
            trigger.Change != MeasuredChange.PullRequest
            || (
                !parts.Contains(PublishPart.Comment)
                && !parts.Contains(PublishPart.Check)
                && options.PullRequest is null
            )
        )
        {
            return (null, ChangedFiles.None);
        }

        PullRequestAnswer answer;
        try
        {
            answer = await new PullRequestLookup(github).FindAsync(trigger).ConfigureAwait(false);
        }
        catch (PerfGateException e) when (options.PullRequest is null)
        {
            log.AddRange(e.Diagnostics);
            return (null, ChangedFiles.NotKnown($"the pull request could not be looked up ({e.Diagnostics[0].Code})"));
        }

        if (options.PullRequest is { } claimed && answer.Number != claimed)
        {
            var said = answer.Number is { } number ? $"GitHub says that it was #{number}" : answer.Refusal!.Message;
            throw Refused.OfAnother(options.Output, $"it is claimed for pull request #{claimed}, but {said}.");
        }

        if (answer.Refusal is { } refusal && parts.Contains(PublishPart.Comment))
            log.Add(refusal);
        var files = await FilesAsync(answer, policy).ConfigureAwait(false);
        if (files.Warning() is { } warning)
            log.Add(warning);
        return (parts.Contains(PublishPart.Comment) ? answer.Number : null, files);
    }

    private async Task<ChangedFiles> FilesAsync(PullRequestAnswer answer, GatePolicy policy)
    {
        try
        {
            return await new PullRequestFiles(github).OfAsync(answer.Numbers).ConfigureAwait(false) is { } paths
                ? ChangedFiles.Of(paths, policy, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime))
                : ChangedFiles.NotKnown(
                    $"it changes at least {PullRequestFiles.Most:N0} files, and GitHub lists no more"
                );
        }
        catch (PerfGateException e)
        {
            log.AddRange(e.Diagnostics);
            return ChangedFiles.NotKnown($"GitHub did not list its files ({e.Diagnostics[0].Code})");
        }
    }
}
