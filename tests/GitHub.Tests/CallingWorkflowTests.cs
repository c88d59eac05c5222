using PerfGate.Core.Diagnostics;
using PerfGate.GitHub.Tests.Fakes;

namespace PerfGate.GitHub.Tests;

/// <summary>Results count by the file of the workflow that made them; any workflow can have its name.</summary>
public sealed class CallingWorkflowTests
{
    [Theory]
    [InlineData(".github/workflows/x.yml")]
    [InlineData(".github/workflows/perf-gate.yaml")]
    [InlineData(".github/workflows/../workflows/perf-gate.yml")]
    [InlineData(".github/workflows/Perf-Gate.yml")]
    [InlineData("perf-gate.yml")]
    [InlineData("")]
    public async Task A_workflow_that_is_only_called_perf_gate_posts_nothing(string path)
    {
        await using var github = await PullRequestAsync();
        using var results = GateResults.Of(GateResults.Fine("softmax"));

        var published = await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent(workflow: path));

        Assert.Equal(ExitCode.Publish, published.Exit);
        Assert.Contains("PG5030", published.Errors, StringComparison.Ordinal);
        Assert.Empty(github.Requests);
    }

    [Fact]
    public async Task A_refused_artifact_of_another_workflow_posts_nothing_either()
    {
        await using var github = await PullRequestAsync();
        using var results = GateResults.Of(GateResults.Fine("softmax"));
        File.Delete(results.At("verdict.json"));

        var published = await Publication.RunAsync(
            github.Address, results.Folder, results.ForkEvent(workflow: ".github/workflows/x.yml"));

        Assert.Contains("PG5030", published.Errors, StringComparison.Ordinal);
        Assert.Empty(github.Requests);
    }

    [Fact]
    public async Task An_event_that_does_not_name_the_file_is_refused()
    {
        await using var github = await PullRequestAsync();
        using var results = GateResults.Of(GateResults.Fine("softmax"));
        var payload = results.Event($$"""
            {
              "workflow_run": { "id": 1, "event": "pull_request", "name": "perf-gate",
                "head_sha": "{{GateResults.Head}}" },
              "repository": { "full_name": "acme/kernels" }
            }
            """);

        var published = await Publication.RunAsync(github.Address, results.Folder, payload);

        Assert.Contains("PG5030", published.Errors, StringComparison.Ordinal);
        Assert.Empty(github.Requests);
    }

    [Theory]
    [InlineData(".github/workflows/perf-gate.yml")]
    [InlineData(".github/workflows/perf-gate.yml@refs/pull/7/merge")]
    public async Task The_workflow_that_measures_is_published(string path)
    {
        await using var github = await PullRequestAsync();
        using var results = GateResults.Of(GateResults.Fine("softmax"));

        var published = await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent(workflow: path));

        Assert.Equal(ExitCode.Passed, published.Exit);
        Assert.Single(github.Repository.Comments);
    }

    private static async Task<FakeGitHub> PullRequestAsync()
    {
        var github = await FakeGitHub.StartAsync();
        github.Repository.AddPull(7, GateResults.Head, GateResults.Fork, GateResults.Branch);
        return github;
    }
}
