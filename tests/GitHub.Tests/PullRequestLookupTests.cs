using PerfGate.Core.Diagnostics;
using PerfGate.GitHub.Tests.Fakes;

namespace PerfGate.GitHub.Tests;

public sealed class PullRequestLookupTests
{
    [Fact]
    public async Task A_forks_pull_request_is_told_from_one_of_the_same_owners_other_fork()
    {
        await using var github = await FakeGitHub.StartAsync();
        github.Repository.AddPull(6, GateResults.Head, "stranger/another-fork", GateResults.Branch);
        github.Repository.AddPull(7, GateResults.Head, GateResults.Fork, GateResults.Branch);

        var published = await PublishAsync(github);

        Assert.Equal(ExitCode.Passed, published.Exit);
        Assert.Single(github.Writes, w => w.Path.EndsWith("/issues/7/comments", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_pull_request_that_was_force_pushed_gets_no_comment_and_its_commit_gets_the_check()
    {
        await using var github = await FakeGitHub.StartAsync();
        github.Repository.AddPull(7, GateResults.Other, GateResults.Fork, GateResults.Branch);

        var published = await PublishAsync(github);

        Assert.Empty(github.Repository.Comments);
        Assert.Contains("PG5022", published.Errors, StringComparison.Ordinal);
        Assert.Equal(GateResults.Head, (string)Assert.Single(github.Repository.Checks)["head_sha"]!);
        Assert.Equal(ExitCode.Passed, published.Exit);
    }

    [Fact]
    public async Task A_pull_request_that_is_closed_gets_no_comment()
    {
        await using var github = await FakeGitHub.StartAsync();
        github.Repository.AddPull(7, GateResults.Head, GateResults.Fork, GateResults.Branch, state: "closed");

        var published = await PublishAsync(github);

        Assert.Empty(github.Repository.Comments);
        Assert.Contains("PG5021", published.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("state", "PG5021")]
    [InlineData("sha", "PG5022")]
    public async Task A_change_between_the_look_up_and_the_comment_is_seen(string what, string code)
    {
        await using var github = await FakeGitHub.StartAsync();
        var pull = github.Repository.AddPull(7, GateResults.Head, GateResults.Fork, GateResults.Branch);
        github.Before = request =>
        {
            if (request.Method == "POST" && request.Path.EndsWith("/check-runs", StringComparison.Ordinal))
            {
                if (what == "state")
                    pull["state"] = "closed";
                else
                    pull["head"]!["sha"] = GateResults.Other;
            }

            return Task.CompletedTask;
        };

        var published = await PublishAsync(github);

        Assert.Empty(github.Repository.Comments);
        Assert.Contains(code, published.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_pull_requests_of_one_commit_get_no_comment()
    {
        await using var github = await FakeGitHub.StartAsync();
        github.Repository.AddPull(7, GateResults.Head, GateResults.Fork, GateResults.Branch);
        github.Repository.AddPull(8, GateResults.Head, GateResults.Fork, GateResults.Branch);

        var published = await PublishAsync(github);

        Assert.Empty(github.Repository.Comments);
        Assert.Contains("PG5023", published.Errors, StringComparison.Ordinal);
        Assert.Contains("#7, #8", published.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_commit_without_a_pull_request_gets_its_check_only()
    {
        await using var github = await FakeGitHub.StartAsync();

        var published = await PublishAsync(github);

        Assert.Contains("PG5020", published.Errors, StringComparison.Ordinal);
        Assert.Single(github.Repository.Checks);
    }

    [Fact]
    public async Task An_artifact_of_another_commit_is_refused_and_nothing_of_it_is_posted()
    {
        await using var github = await FakeGitHub.StartAsync();
        github.Repository.AddPull(7, GateResults.Head, GateResults.Fork, GateResults.Branch);
        github.Repository.AddPull(8, GateResults.Other, "victim/kernels", "main");
        using var results = GateResults.Of(GateResults.Other, GateResults.Fine("softmax"));

        var published = await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent());

        Assert.Equal(ExitCode.Publish, published.Exit);
        Assert.Contains("PG5014", published.Errors, StringComparison.Ordinal);
        Refusal.AssertAlone(github, "PG5014");
    }

    [Fact]
    public async Task Somebody_elses_pull_request_number_is_refused_and_nothing_is_posted_there()
    {
        await using var github = await FakeGitHub.StartAsync();
        github.Repository.AddPull(7, GateResults.Head, GateResults.Fork, GateResults.Branch);
        github.Repository.AddPull(8, GateResults.Other, "victim/kernels", "main");
        using var results = GateResults.Of(GateResults.Fine("softmax"));

        var published = await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent(), pullRequest: 8);

        Assert.Equal(ExitCode.Publish, published.Exit);
        Assert.Contains("PG5014", published.Errors, StringComparison.Ordinal);
        Refusal.AssertAlone(github, "PG5014");
    }

    [Fact]
    public async Task An_event_of_another_repository_is_refused()
    {
        await using var github = await FakeGitHub.StartAsync();
        using var results = GateResults.Of(GateResults.Fine("softmax"));
        var payload = results.Event(
            $$"""
            { "workflow_run": { "id": 1, "event": "pull_request", "path": ".github/workflows/perf-gate.yml",
              "head_sha": "{{GateResults.Head}}" }, "repository": { "full_name": "acme/other" } }
            """
        );

        var published = await Publication.RunAsync(github.Address, results.Folder, payload);

        Assert.Equal(ExitCode.Publish, published.Exit);
        Assert.Contains("PG5002", published.Errors, StringComparison.Ordinal);
        Assert.Empty(github.Writes);
    }

    [Fact]
    public async Task Results_of_the_test_merge_are_taken_in_the_job_that_measured_them()
    {
        await using var github = await FakeGitHub.StartAsync();
        github.Repository.AddPull(7, GateResults.Head, FakeRepository.FullName, GateResults.Branch);
        using var results = GateResults.Of(GateResults.Other, GateResults.Fine("softmax"));

        var published = await Publication.RunAsync(
            github.Address, results.Folder, results.PullRequestEvent(7), sha: GateResults.Other);

        Assert.Equal(ExitCode.Passed, published.Exit);
        Assert.Single(github.Repository.Comments);
        Assert.Equal(GateResults.Head, (string)Assert.Single(github.Repository.Checks)["head_sha"]!);
    }

    private static async Task<Publication> PublishAsync(FakeGitHub github)
    {
        using var results = GateResults.Of(GateResults.Slow("softmax"));
        return await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent());
    }
}
