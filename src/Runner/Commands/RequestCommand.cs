using System.CommandLine;
using PerfGate.Runner.GitHub.Events;
using PerfGate.Runner.GitHub.Requests;

namespace PerfGate.Runner.Commands;

/// <summary><c>perfgate request</c>: starts the gate that a comment on a pull request asks for.</summary>
internal static class RequestCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var trigger = new Option<string?>("--event")
        {
            Description = "The event's payload. Default: the job's own, GITHUB_EVENT_PATH.",
            HelpName = "FILE",
        };
        var workflow = new Option<string>("--workflow")
        {
            Description = "Path of the workflow that measures. It must have the inputs filter and base.",
            DefaultValueFactory = _ => CallingWorkflow.Default,
            HelpName = "PATH",
        };
        var command = new Command(
            "request",
            "Starts the gate for a comment on a pull request (/perfgate softmax/*), where its author may write to the "
                + "repository."
        )
        {
            trigger,
            workflow,
        };
        command.SetAction(
            async (parsed, _) =>
            {
                var session = new RequestSession
                {
                    Environment = ActionsEnvironment.Read(Environment.GetEnvironmentVariable),
                    Output = parsed.InvocationConfiguration.Output,
                    Errors = parsed.InvocationConfiguration.Error,
                };
                return (int)
                    await session
                        .RunAsync(parsed.GetValue(trigger), Path.GetFileName(parsed.GetValue(workflow)!))
                        .ConfigureAwait(false);
            }
        );
        return command;
    }
}
