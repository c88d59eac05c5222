using System.Text.Json;
using System.Text.Json.Nodes;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Prechecks;
using PerfGate.Core.Text;
using PerfGate.Runner.GitHub.Artifacts;
using PerfGate.Runner.GitHub.Events;
using PerfGate.Runner.GitHub.Http;
using PerfGate.Runner.GitHub.Posting;

namespace PerfGate.Runner.GitHub;

/// <summary>
/// One invocation of <c>perfgate publish</c>: from files and environment to what was posted, and to what is printed.
/// </summary>
internal sealed class PublishSession
{
    /// <summary>What GitHub Actions tells the job.</summary>
    public required ActionsEnvironment Environment { get; init; }

    /// <summary>Where to print results.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Where to print what went wrong.</summary>
    public required TextWriter Errors { get; init; }

    /// <summary>What waits are counted by.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whether a dry run prints the comment as Markdown instead of the requests.</summary>
    public bool Markdown { get; init; }

    /// <summary>What an artifact may be at most.</summary>
    public ArtifactLimits Limits { get; init; } = new();

    /// <summary>Makes what sends bytes.</summary>
    public Func<HttpMessageHandler> Transport { get; init; } =
        () => new SocketsHttpHandler { AllowAutoRedirect = false };

    /// <summary>Publishes, and prints the verdict whatever comes of it.</summary>
    /// <param name="options">What.</param>
    /// <param name="eventPath">The event's payload; null for the job's own.</param>
    /// <param name="repository">The repository, <c>owner/name</c>; null for the job's own.</param>
    /// <param name="api">Base address of the REST API; null for the job's own.</param>
    /// <param name="dryRun">Whether to print what would be sent instead of sending it.</param>
    /// <param name="json">Whether to print the result as JSON.</param>
    /// <param name="cancellationToken">Ends it between two parts.</param>
    /// <returns>
    /// <see cref="ExitCode.Passed"/> or <see cref="ExitCode.Publish"/>; the verdict has no say in it.
    /// </returns>
    public async Task<ExitCode> RunAsync(
        PublishOptions options, string? eventPath, string? repository, string? api, bool dryRun, bool json,
        CancellationToken cancellationToken)
    {
        var reader = new ArtifactReader(Limits);
        Artifact? artifact = null;
        PrecheckReport? precheck = null;
        PerfGateException? refused = null;
        try
        {
            precheck = options.Precheck is { } path ? reader.ReadPrecheck(path) : null;
            // Where no case needed the device, nothing was measured.
            if (precheck is not { NeedsDevice: false } || ArtifactReader.IsThere(options.Output))
                artifact = reader.Read(options.Output);
        }
        catch (PerfGateException e)
        {
            refused = e;
        }

        try
        {
            var trigger = EventPayload.Read(eventPath ?? Environment.EventPath, Environment);
            CallingWorkflow.Check(trigger, options.Workflow);
            var address = ApiAddress.Parse(api ?? Environment.ApiUrl ?? ApiAddress.Default);
            var github = GitHubConnection.Open(
                address, ApiAddress.Repository(repository ?? Environment.Repository, trigger.Repository),
                Environment.Token, Sender(dryRun, address, trigger), Time);
            var publisher = new Publisher(github, SummaryPage(dryRun), Time);
            try
            {
                if (refused is not null)
                    throw refused;
                if (precheck is not null)
                    ArtifactOrigin.Check(options.Precheck!, precheck, trigger);
                if (artifact is not null)
                    ArtifactOrigin.Check(options.Output, artifact, trigger);
                if (Markdown && dryRun)
                {
                    // Without asking anybody: what depends on GitHub, the pull request's files, is not in it.
                    IPublished report = artifact is null
                        ? new PublishedPrecheck(precheck!, trigger, ChangedFiles.None)
                        : new PublishedReport(artifact, trigger, ChangedFiles.None) { Precheck = precheck };
                    var body = report.Body(new StickyComment(github, options.Gate).ReportBytes);
                    await Output.WriteAsync(body).ConfigureAwait(false);
                    return ExitCode.Passed;
                }

                if (artifact is null)
                    return await DoneAsync(
                            await publisher
                                .PublishAsync(options, trigger, precheck!, cancellationToken)
                                .ConfigureAwait(false)
                        )
                        .ConfigureAwait(false);
                var baseline = options.Baseline is null
                    ? null
                    : reader.ReadBaseline(options.Baseline, artifact.Measurement.Environment.DeviceSlug);
                if (baseline is not null)
                    ArtifactOrigin.Check(options.Baseline!, baseline, trigger);
                return await DoneAsync(
                        await publisher
                            .PublishAsync(options, trigger, artifact, precheck, baseline, cancellationToken)
                            .ConfigureAwait(false)
                    )
                    .ConfigureAwait(false);
            }
            catch (PerfGateException e) when (Artifacts.Refused.Is(e))
            {
                // A commit without a check would look as if it had not been measured.
                refused = e;
                var more = await publisher.RefuseAsync(options, trigger, e.Diagnostics[0]).ConfigureAwait(false);
                return await FailAsync([.. e.Diagnostics, .. more]).ConfigureAwait(false);
            }
        }
        catch (PerfGateException e)
        {
            return await FailAsync([.. refused?.Diagnostics ?? [], .. e.Diagnostics]).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return await FailAsync([DiagnosticCatalog.PublishingCancelled()]).ConfigureAwait(false);
        }

        async Task<ExitCode> DoneAsync(PublishResult result)
        {
            await PrintAsync(result, artifact, artifact is null ? precheck : null, dryRun, json).ConfigureAwait(false);
            return result.Complete ? ExitCode.Passed : ExitCode.Publish;
        }

        // The verdict is printed whether or not it could be published. A verdict of refused results is worth nothing.
        async Task<ExitCode> FailAsync(IReadOnlyList<Diagnostic> why)
        {
            var trusted = refused is null ? artifact : null;
            var result = new PublishResult { Outcome = trusted?.Verdict.Outcome, Diagnostics = [.. why] };
            await PrintAsync(result, trusted, precheck: null, dryRun, json).ConfigureAwait(false);
            return ExitCode.Publish;
        }
    }

    private HttpMessageHandler Sender(bool dryRun, Uri api, TriggeringEvent trigger)
    {
        if (!dryRun)
            return Transport();
        var assumed = Environment.Token is null
            ? new AssumedRepository(trigger.HeadSha, trigger.DefaultBranch ?? "main")
            : null;
        return new RecordingHandler(Record, assumed, api, Transport());
    }

    private RunnerSummaryPage? SummaryPage(bool dryRun) => Environment.StepSummary is not { } path ? null
        : new RunnerSummaryPage(path, dryRun
            ? (_, text) => Record(new RecordedRequest("APPEND", "GITHUB_STEP_SUMMARY", JsonValue.Create(text)))
            : JobSummary.Append);

    private void Record(RecordedRequest request) =>
        Output.WriteLine(JsonSerializer.Serialize(request, PublishJson.Default.RecordedRequest));

    // In a dry run standard output holds the requests and nothing else.
    private async Task PrintAsync(
        PublishResult result, Artifact? artifact, PrecheckReport? precheck, bool dryRun, bool json)
    {
        var words = dryRun ? Errors : Output;
        if (json && !dryRun)
        {
            await Output
                .WriteLineAsync(JsonSerializer.Serialize(result, PublishJson.Default.PublishResult))
                .ConfigureAwait(false);
        }
        else
        {
            foreach (var line in PublishSummary.Lines(result, artifact?.Verdict, precheck, dryRun))
                await words.WriteLineAsync(line).ConfigureAwait(false);
            if (artifact is not null && Environment.InActions && !dryRun)
            {
                foreach (var command in WorkflowCommands.Of(artifact.Verdict))
                    await Output.WriteLineAsync(command).ConfigureAwait(false);
            }
        }

        foreach (var diagnostic in result.Diagnostics)
            await Errors.WriteLineAsync(PlainText.LogLine(diagnostic.ToString(), 2_000)).ConfigureAwait(false);
    }
}
