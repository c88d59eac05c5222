using PerfGate.Core.Diagnostics;
using PerfGate.Core.Text;
using PerfGate.Runner.GitHub.Events;
using PerfGate.Runner.GitHub.Http;

namespace PerfGate.Runner.GitHub.Requests;

/// <summary>One invocation of <c>perfgate request</c>.</summary>
internal sealed class RequestSession
{
    /// <summary>What GitHub Actions tells the job.</summary>
    public required ActionsEnvironment Environment { get; init; }

    /// <summary>Where to print what was done.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Where to print what went wrong.</summary>
    public required TextWriter Errors { get; init; }

    /// <summary>What waits are counted by.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Makes what sends bytes.</summary>
    public Func<HttpMessageHandler> Transport { get; init; } =
        () => new SocketsHttpHandler { AllowAutoRedirect = false };

    /// <summary>Starts the gate that a comment asks for.</summary>
    /// <param name="eventPath">The event's payload; null for the job's own.</param>
    /// <param name="workflow">The name of the workflow's file.</param>
    /// <returns>
    /// <see cref="ExitCode.Passed"/>, also where there is nothing to start; <see cref="ExitCode.Publish"/> where it
    /// could not be started.
    /// </returns>
    public async Task<ExitCode> RunAsync(string? eventPath, string workflow)
    {
        try
        {
            var (asked, repository) = EventPayload.Read(
                eventPath ?? Environment.EventPath,
                payload => (GateRequest.Of(payload), EventPayload.Name(payload.Child("repository")))
            );
            if (asked is not { } request)
            {
                await Output.WriteLineAsync("The comment asks for no gate.").ConfigureAwait(false);
                return ExitCode.Passed;
            }

            var ignored = await new GateStarter(Open(repository)).StartAsync(request, workflow).ConfigureAwait(false);
            if (ignored is not null)
                await WriteAsync(ignored).ConfigureAwait(false);
            else
                await Output
                    .WriteLineAsync(
                        $"Started {workflow} for #{request.PullRequest}: "
                            + (request.Filter.Length == 0 ? "all cases" : request.Filter)
                    )
                    .ConfigureAwait(false);
            return ExitCode.Passed;
        }
        catch (PerfGateException e)
        {
            foreach (var diagnostic in e.Diagnostics)
                await WriteAsync(diagnostic).ConfigureAwait(false);
            return ExitCode.Publish;
        }
    }

    private GitHubRepository Open(RepositoryName? repository) =>
        GitHubConnection.Open(
            ApiAddress.Parse(Environment.ApiUrl ?? ApiAddress.Default),
            ApiAddress.Repository(Environment.Repository, repository),
            Environment.Token,
            Transport(),
            Time
        );

    private Task WriteAsync(Diagnostic diagnostic) =>
        Errors.WriteLineAsync(PlainText.LogLine(diagnostic.ToString(), 2_000));
}
