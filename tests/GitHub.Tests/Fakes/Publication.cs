using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Runner.GitHub;
using PerfGate.Runner.GitHub.Artifacts;
using PerfGate.Runner.GitHub.Events;

namespace PerfGate.GitHub.Tests.Fakes;

/// <summary>One run of <c>perfgate publish</c> against a fake, and what it printed.</summary>
internal sealed record Publication(ExitCode Exit, string Output, string Errors, InstantTime Time)
{
    public const string Token = "a-workflows-token";

    public static async Task<Publication> RunAsync(
        Uri address,
        string results,
        string payload,
        string? token = Token,
        ImmutableArray<PublishPart> only = default,
        string? baseline = null,
        string? summaryPage = null,
        bool inActions = false,
        bool dryRun = false,
        bool json = false,
        int? pullRequest = null,
        string? sha = null,
        string gate = "gate",
        string? api = null,
        ArtifactLimits? limits = null,
        bool markdown = false,
        bool picture = false,
        string? precheck = null,
        CancellationTokenSource? cancelledBy = null)
    {
        var time = new InstantTime();
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var session = new PublishSession
        {
            Environment = new ActionsEnvironment
            {
                InActions = inActions,
                EventPath = payload,
                Repository = FakeRepository.FullName,
                ApiUrl = address.AbsoluteUri,
                Token = token,
                StepSummary = summaryPage,
                Sha = sha,
                RunId = "77",
                ServerUrl = "https://github.test",
            },
            Output = output,
            Errors = errors,
            Time = time,
            Markdown = markdown,
            Limits = limits ?? new ArtifactLimits(),
        };
        var options = new PublishOptions
        {
            Output = results,
            Precheck = precheck,
            Only = only.IsDefault ? [] : only,
            Baseline = baseline,
            PullRequest = pullRequest,
            Gate = gate,
            Picture = picture,
        };
        try
        {
            var exit = await session.RunAsync(
                options,
                null,
                null,
                api,
                dryRun,
                json,
                cancelledBy?.Token ?? CancellationToken.None
            );
            return new Publication(exit, output.ToString(), errors.ToString(), time);
        }
        catch (PerfGateException e)
        {
            return new Publication(e.ExitCode, output.ToString(), string.Join('\n', e.Diagnostics), time);
        }
    }
}
