using PerfGate.Core.Diagnostics;
using PerfGate.GitHub.Tests.Fakes;
using PerfGate.Runner.GitHub;

namespace PerfGate.GitHub.Tests;

/// <summary>A merge queue waits for the check on its own commit; it gets that check and nothing else.</summary>
public sealed class MergeQueueTests
{
    private static readonly string Saved = $$"""
        {
          "action": "checks_requested",
          "merge_group": {
            "head_sha": "{{GateResults.Head}}",
            "head_ref": "refs/heads/gh-readonly-queue/main/pr-7-{{GateResults.Other}}",
            "base_sha": "{{GateResults.Other}}", "base_ref": "refs/heads/main"
          },
          "repository": { "full_name": "acme/kernels", "default_branch": "main" }
        }
        """;

    private static readonly string Finished = $$"""
        {
          "action": "completed",
          "workflow_run": {
            "id": 77, "event": "merge_group", "path": ".github/workflows/perf-gate.yml",
            "head_sha": "{{GateResults.Head}}",
            "head_branch": "gh-readonly-queue/main/pr-7-{{GateResults.Other}}", "conclusion": "success",
            "pull_requests": [],
            "html_url": "https://github.test/acme/kernels/actions/runs/77",
            "head_repository": { "full_name": "acme/kernels" }
          },
          "repository": { "full_name": "acme/kernels", "default_branch": "main" }
        }
        """;

    public static TheoryData<string> Events() => [Saved, Finished];

    [Theory]
    [MemberData(nameof(Events))]
    public async Task A_merge_queue_gets_its_check_on_its_own_commit_from_a_saved_payload(string payload)
    {
        await using var github = await FakeGitHub.StartAsync();
        using var results = GateResults.Of(GateResults.Fine("softmax"));

        var published = await Publication.RunAsync(github.Address, results.Folder, results.Event(payload));

        Assert.Equal(ExitCode.Passed, published.Exit);
        var check = Assert.Single(github.Repository.Checks);
        Assert.Equal((GateResults.Head, "success"), ((string)check["head_sha"]!, (string)check["conclusion"]!));
        Assert.Empty(github.Repository.Comments);
        Assert.DoesNotContain(github.Writes, w => w.Path.Contains("/git/", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Events))]
    public async Task A_merge_queues_result_never_speaks_for_the_default_branch(string payload)
    {
        await using var github = await FakeGitHub.StartAsync();
        using var results = GateResults.Of(GateResults.Fine("softmax"));

        await Publication.RunAsync(github.Address, results.Folder, results.Event(payload), only: [PublishPart.Badges]);

        Assert.Empty(github.Writes);
    }
}
