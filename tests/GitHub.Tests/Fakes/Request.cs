using System.Text.Json.Nodes;
using PerfGate.Core.Diagnostics;
using PerfGate.Runner.GitHub.Events;
using PerfGate.Runner.GitHub.Requests;

namespace PerfGate.GitHub.Tests.Fakes;

/// <summary>One run of <c>perfgate request</c> against a fake, and what it printed.</summary>
internal sealed record Request(ExitCode Exit, string Output, string Errors)
{
    public const string Writer = "maintainer";

    public static async Task<Request> RunAsync(
        Uri address,
        string body,
        string author = Writer,
        string action = "created",
        bool onIssue = false
    )
    {
        using var results = GateResults.Of();
        var payload = new JsonObject
        {
            ["action"] = action,
            ["issue"] = new JsonObject { ["number"] = 7 },
            ["comment"] = new JsonObject
            {
                ["id"] = 55,
                ["body"] = body,
                ["user"] = new JsonObject { ["login"] = author },
            },
            ["repository"] = new JsonObject { ["full_name"] = FakeRepository.FullName },
        };
        if (!onIssue)
            payload["issue"]!["pull_request"] = new JsonObject { ["url"] = "https://github.test/pull/7" };
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var session = new RequestSession
        {
            Environment = new ActionsEnvironment
            {
                ApiUrl = address.AbsoluteUri,
                Repository = FakeRepository.FullName,
                Token = Publication.Token,
            },
            Output = output,
            Errors = errors,
            Time = new InstantTime(),
        };
        var exit = await session.RunAsync(results.Event(payload.ToJsonString()), "perf-gate.yml");
        return new(exit, output.ToString(), errors.ToString());
    }
}
