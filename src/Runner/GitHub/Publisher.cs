using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Judgement;
using PerfGate.Core.Policy;
using PerfGate.Core.Prechecks;
using PerfGate.Runner.GitHub.Artifacts;
using PerfGate.Runner.GitHub.Events;
using PerfGate.Runner.GitHub.Http;
using PerfGate.Runner.GitHub.Posting;
using CheckRun = Octokit.CheckRun;

namespace PerfGate.Runner.GitHub;

/// <summary>
/// Posts a verdict. Reading and checking come first, so that nothing of a refused artifact is posted; then each part is
/// posted on its own, so that a right that one part lacks does not cost the others.
/// </summary>
/// <param name="github">Where to post.</param>
/// <param name="summary">Takes the text for the job's summary page; null if there is no such page.</param>
/// <param name="time">What waits are counted by.</param>
internal sealed class Publisher(GitHubRepository github, ISummaryPage? summary, TimeProvider time)
{
    /// <summary>Publishes.</summary>
    /// <param name="options">What.</param>
    /// <param name="trigger">The event that says which commit was measured.</param>
    /// <param name="artifact">The results.</param>
    /// <param name="precheck">What was found before; null if there was no precheck.</param>
    /// <param name="baseline">The refreshed baseline; null for none.</param>
    /// <param name="cancellationToken">
    /// Ends it between two parts; a check in progress is completed all the same.
    /// </param>
    /// <exception cref="PerfGateException">PG5003-PG5006, PG5014, before anything was posted.</exception>
    public async Task<PublishResult> PublishAsync(
        PublishOptions options,
        TriggeringEvent trigger,
        Artifact artifact,
        PrecheckReport? precheck,
        ProposedBaseline? baseline,
        CancellationToken cancellationToken
    )
    {
        var parts = PublishPlan.For(options, trigger, summary is not null);
        var log = new List<Diagnostic>(parts.Diagnostics);
        var result = await PostAsync(
                options,
                trigger,
                parts.Parts,
                artifact.Verdict.Policy,
                files => new PublishedReport(artifact, trigger, files) { Precheck = precheck },
                artifact.Verdict.Outcome,
                log,
                cancellationToken
            )
            .ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (parts.Parts.Contains(PublishPart.Badges))
        {
            await TryAsync(log, async () => result = result with
            {
                Badges = await new BadgeBranch(github, options.BadgesBranch, time).WriteAsync(artifact, trigger.HeadSha)
                    .ConfigureAwait(false),
            }).ConfigureAwait(false);
        }

        if (baseline is not null && parts.Parts.Contains(PublishPart.Baseline))
            result = await BaselineAsync(trigger, baseline, log, result).ConfigureAwait(false);
        return result with { Diagnostics = [.. log] };
    }

    /// <summary>Publishes a precheck that says that no case needs the device: check, comment, summary.</summary>
    /// <param name="options">What.</param>
    /// <param name="trigger">The event that says which commit was compiled.</param>
    /// <param name="precheck">What was found.</param>
    /// <param name="cancellationToken">
    /// Ends it between two parts; a check in progress is completed all the same.
    /// </param>
    /// <exception cref="PerfGateException">PG5003-PG5006, PG5014, before anything was posted.</exception>
    public async Task<PublishResult> PublishAsync(
        PublishOptions options,
        TriggeringEvent trigger,
        PrecheckReport precheck,
        CancellationToken cancellationToken
    )
    {
        var log = new List<Diagnostic>();
        var result = await PostAsync(
                options,
                trigger,
                PublishPlan.For(options, trigger, summary is not null).Parts,
                new GatePolicy { AcceptedGateEdits = precheck.AcceptedGateEdits },
                files => new PublishedPrecheck(precheck, trigger, files),
                precheck.Outcome,
                log,
                cancellationToken
            )
            .ConfigureAwait(false);
        return result with { Diagnostics = [.. log] };
    }

    private async Task<PublishResult> PostAsync(
        PublishOptions options,
        TriggeringEvent trigger,
        ImmutableArray<PublishPart> parts,
        GatePolicy policy,
        Func<ChangedFiles, IPublished> make,
        Outcome outcome,
        List<Diagnostic> log,
        CancellationToken cancellationToken
    )
    {
        var (target, files) = await new PublishTarget(github, time, log)
            .FindAsync(options, trigger, parts, policy)
            .ConfigureAwait(false);
        var report = make(files);
        if (parts.Contains(PublishPart.Summary))
            Try(log, () => summary?.Append(report));
        return await CheckedAsync(
                options,
                trigger,
                parts,
                () => report.Completion(GateCheck.MaximumSummaryBytes),
                log,
                new PublishResult { Outcome = outcome },
                async r =>
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    return await CommentAsync(options, trigger, target, report, log, r).ConfigureAwait(false);
                }
            )
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Says of results that were refused that they were: with a failed check, where the event calls for a check.
    /// </summary>
    /// <param name="options">What was to be published.</param>
    /// <param name="trigger">The event that says which commit was measured.</param>
    /// <param name="why">Why they were refused.</param>
    /// <returns>What went wrong meanwhile.</returns>
    public async Task<ImmutableArray<Diagnostic>> RefuseAsync(
        PublishOptions options,
        TriggeringEvent trigger,
        Diagnostic why
    )
    {
        var log = new List<Diagnostic>();
        await CheckedAsync(
                options,
                trigger,
                PublishPlan.For(options, trigger, hasSummaryPage: false).Parts,
                () => CheckCompletion.Refused(why),
                log,
                new PublishResult { Outcome = null },
                Task.FromResult
            )
            .ConfigureAwait(false);
        return [.. log];
    }

    // Whatever happens inside, a check that was started is completed; what completes it is made before it begins.
    private async Task<PublishResult> CheckedAsync(
        PublishOptions options,
        TriggeringEvent trigger,
        ImmutableArray<PublishPart> parts,
        Func<CheckCompletion> complete,
        List<Diagnostic> log,
        PublishResult result,
        Func<PublishResult, Task<PublishResult>> inside
    )
    {
        if (!parts.Contains(PublishPart.Check))
            return await inside(result).ConfigureAwait(false);
        var gate = new GateCheck(github, options.Gate == "gate" ? "PerfGate" : $"PerfGate: {options.Gate}");
        var completion = complete();
        CheckRun? check = null;
        await TryAsync(
                log,
                async () =>
                    check = await gate.BeginAsync(trigger.HeadSha, trigger.RunKey, trigger.RunUrl).ConfigureAwait(false)
            )
            .ConfigureAwait(false);
        try
        {
            return (await inside(result).ConfigureAwait(false)) with { Check = check?.HtmlUrl };
        }
        finally
        {
            if (check is not null)
                await CompleteAsync(gate, check, completion, trigger, log).ConfigureAwait(false);
        }
    }

    private static async Task CompleteAsync(
        GateCheck gate, CheckRun check, CheckCompletion completion, TriggeringEvent trigger, List<Diagnostic> log)
    {
        try
        {
            await gate.CompleteAsync(check, completion).ConfigureAwait(false);
        }
        catch (PerfGateException e)
        {
            // The report or an annotation may be what GitHub refuses: the bare verdict must still end the check.
            log.AddRange(e.Diagnostics);
            await TryAsync(log, () => gate.CompleteAsync(check, completion.Bare())).ConfigureAwait(false);
        }

        await TryAsync(log, () => gate.CompleteAbandonedAsync(check, trigger.HeadSha, trigger.RunKey))
            .ConfigureAwait(false);
    }

    private async Task<PublishResult> CommentAsync(
        PublishOptions options, TriggeringEvent trigger, int? pullRequest, IPublished report,
        List<Diagnostic> log, PublishResult result)
    {
        if (pullRequest is not { } number)
            return result;
        await TryAsync(log, async () =>
        {
            // Minutes of retries may lie between the look-up and now.
            var now = await new PullRequestLookup(github).CurrentAsync(number, trigger.HeadSha).ConfigureAwait(false);
            if (now.Refusal is { } refusal)
            {
                log.Add(refusal);
                return;
            }

            // A comment without a picture says the same.
            if (options.Picture && report is PublishedReport measured)
                await TryAsync(
                        log,
                        async () =>
                            report = await new CasePicture(github, options.BadgesBranch, time)
                                .AddToAsync(measured, number, options.Gate)
                                .ConfigureAwait(false)
                    )
                    .ConfigureAwait(false);
            var sticky = new StickyComment(github, options.Gate);
            var comment = await sticky.PostAsync(number, report.Body(sticky.ReportBytes)).ConfigureAwait(false);
            result = result with { PullRequest = number, Comment = comment.HtmlUrl };
        }).ConfigureAwait(false);
        return result;
    }

    private async Task<PublishResult> BaselineAsync(
        TriggeringEvent trigger, ProposedBaseline baseline, List<Diagnostic> log, PublishResult result)
    {
        if (trigger.Tag is not { } tag)
        {
            log.Add(DiagnosticCatalog.NothingToPublish(
                "a baseline is proposed for a release's tag, and this event has none.", "Run it on `push` of a tag."));
            return result;
        }

        var proposal = new BaselineProposal(github, time);
        await TryAsync(
                log,
                async () =>
                    result = result with
                    {
                        Baseline = (
                            await proposal.ProposeAsync(baseline, tag, trigger.DefaultBranch).ConfigureAwait(false)
                        ).HtmlUrl,
                    }
            )
            .ConfigureAwait(false);
        await TryAsync(log, () => proposal.AttachAsync(baseline, tag)).ConfigureAwait(false);
        return result;
    }

    private static void Try(List<Diagnostic> log, Action post)
    {
        try
        {
            post();
        }
        catch (PerfGateException e)
        {
            log.AddRange(e.Diagnostics);
        }
    }

    private static async Task TryAsync(List<Diagnostic> log, Func<Task> post)
    {
        try
        {
            await post().ConfigureAwait(false);
        }
        catch (PerfGateException e)
        {
            log.AddRange(e.Diagnostics);
        }
    }
}
