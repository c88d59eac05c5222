using PerfGate.Core.Diagnostics;
using PerfGate.GitHub.Tests.Fakes;
using PerfGate.Runner.GitHub;
using PerfGate.Runner.GitHub.Posting;

namespace PerfGate.GitHub.Tests;

public sealed class BadgeBranchTests
{
    private const string Badges = "perfgate-badges";

    [Fact]
    public async Task Badges_come_to_a_branch_without_history_in_one_commit_and_no_file_of_the_artifact_does()
    {
        await using var github = await FakeGitHub.StartAsync();
        github.Repository.Git.Commit("main", ("README.md", "hello"));
        using var results = GateResults.Of(GateResults.Fine("softmax"));
        Directory.CreateDirectory(results.At("plots"));
        File.WriteAllText(results.At("plots/softmax.svg"), "<svg onload=\"fetch(1)\"/>");
        Directory.CreateDirectory(results.At("badges"));
        File.WriteAllText(results.At("badges/verdict.svg"), "<svg onload=\"fetch(1)\"/>");

        var published = await PublishAsync(github, results);

        Assert.Equal(ExitCode.Passed, published.Exit);
        Assert.Equal(1, github.Repository.Git.Depth(Badges));
        var files = github.Repository.Git.Files(Badges);
        Assert.Contains("host-test/badges/verdict.svg", files.Keys);
        Assert.Contains("host-test/badges/verdict.json", files.Keys);
        Assert.All(files.Keys, name => Assert.StartsWith("host-test/badges/", name, StringComparison.Ordinal));
        Assert.All(files.Values, text => Assert.DoesNotContain("onload", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Badges_of_another_device_stay()
    {
        await using var github = await FakeGitHub.StartAsync();
        github.Repository.Git.Commit(Badges, ("nvidia-l4/badges/verdict.svg", "<svg/>"));
        using var results = GateResults.Of(GateResults.Fine("softmax"));

        await PublishAsync(github, results);

        Assert.Equal(2, github.Repository.Git.Depth(Badges));
        Assert.Equal("<svg/>", github.Repository.Git.Files(Badges)["nvidia-l4/badges/verdict.svg"]);
    }

    [Fact]
    public async Task A_branch_that_moves_under_the_commit_keeps_both_changes()
    {
        await using var github = await FakeGitHub.StartAsync();
        github.Repository.Git.Commit(Badges, ("nvidia-l4/badges/verdict.svg", "old"));
        var moves = 2;
        github.Before = request =>
        {
            if (request.Method == "PATCH" && moves-- > 0)
                github.Repository.Git.Commit(Badges, ($"nvidia-h200/{moves}.svg", "new"));
            return Task.CompletedTask;
        };
        using var results = GateResults.Of(GateResults.Fine("softmax"));

        var published = await PublishAsync(github, results);

        Assert.Equal(ExitCode.Passed, published.Exit);
        var files = github.Repository.Git.Files(Badges);
        Assert.Contains("nvidia-h200/0.svg", files.Keys);
        Assert.Contains("nvidia-h200/1.svg", files.Keys);
        Assert.Contains("host-test/badges/verdict.svg", files.Keys);
        Assert.Equal(4, github.Repository.Git.Depth(Badges));
    }

    [Fact]
    public async Task A_branch_that_is_created_meanwhile_keeps_both_changes()
    {
        await using var github = await FakeGitHub.StartAsync();
        var created = false;
        github.Before = request =>
        {
            if (!created && request.Path.EndsWith("/git/refs", StringComparison.Ordinal))
            {
                created = true;
                github.Repository.Git.Commit(Badges, ("nvidia-l4/badges/verdict.svg", "new"));
            }

            return Task.CompletedTask;
        };
        using var results = GateResults.Of(GateResults.Fine("softmax"));

        var published = await PublishAsync(github, results);

        Assert.Equal(ExitCode.Passed, published.Exit);
        Assert.Contains("nvidia-l4/badges/verdict.svg", github.Repository.Git.Files(Badges).Keys);
        Assert.Contains("host-test/badges/verdict.svg", github.Repository.Git.Files(Badges).Keys);
    }

    [Fact]
    public async Task A_branch_that_never_stands_still_is_given_up()
    {
        await using var github = await FakeGitHub.StartAsync();
        github.Repository.Git.Commit(Badges, ("a.svg", "0"));
        github.Fault(r => r.Method == "PATCH", FakeAnswer.Refuse(409, "Conflict"), times: int.MaxValue);
        using var results = GateResults.Of(GateResults.Fine("softmax"));

        var published = await PublishAsync(github, results);

        Assert.Equal(ExitCode.Publish, published.Exit);
        Assert.Contains("PG5007", published.Errors, StringComparison.Ordinal);
        Assert.Equal(BranchCommit.MaximumAttempts, github.Writes.Count(w => w.Method == "PATCH"));
    }

    [Fact]
    public async Task A_move_whose_answer_was_lost_is_not_made_twice()
    {
        await using var github = await FakeGitHub.StartAsync();
        github.Fault(
            r => r.Path.EndsWith("/git/refs", StringComparison.Ordinal),
            FakeAnswer.Refuse(502, "Bad Gateway"),
            afterDoing: true
        );
        using var results = GateResults.Of(GateResults.Fine("softmax"));

        var published = await PublishAsync(github, results);

        Assert.Equal(ExitCode.Passed, published.Exit);
        Assert.Equal(1, github.Repository.Git.Depth(Badges));
    }

    [Fact]
    public async Task Badges_that_stay_the_same_make_no_commit()
    {
        await using var github = await FakeGitHub.StartAsync();
        using var results = GateResults.Of(GateResults.Fine("softmax"));

        await PublishAsync(github, results);
        await PublishAsync(github, results);

        Assert.Equal(1, github.Repository.Git.Depth(Badges));
    }

    [Fact]
    public async Task A_pull_request_does_not_change_badges_even_when_asked_to()
    {
        await using var github = await FakeGitHub.StartAsync();
        github.Repository.AddPull(7, GateResults.Head, GateResults.Fork, GateResults.Branch);
        using var results = GateResults.Of(GateResults.Fine("softmax"));

        var published = await Publication.RunAsync(
            github.Address,
            results.Folder,
            results.ForkEvent(),
            only: [PublishPart.Badges]
        );

        Assert.Empty(github.Writes);
        Assert.Contains("PG5024", published.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forks_branch_that_is_called_like_the_default_branch_does_not_change_badges()
    {
        await using var github = await FakeGitHub.StartAsync();
        using var results = GateResults.Of(GateResults.Fine("softmax"));
        var payload = results.Event($$"""
            {
              "workflow_run": {
                "id": 1, "event": "push", "path": ".github/workflows/perf-gate.yml",
                "head_sha": "{{GateResults.Head}}", "head_branch": "main",
                "head_repository": { "full_name": "stranger/kernels" }
              },
              "repository": { "full_name": "acme/kernels", "default_branch": "main" }
            }
            """);

        await Publication.RunAsync(github.Address, results.Folder, payload, only: [PublishPart.Badges]);

        Assert.Empty(github.Writes);
    }

    [Fact]
    public async Task A_released_baseline_becomes_a_pull_request_and_a_file_of_the_release()
    {
        await using var github = await FakeGitHub.StartAsync();
        github.Repository.Git.Commit("main", ("README.md", "hello"), ("baselines/host-test.json", "old"));
        using var results = GateResults.Of(GateResults.Fine("softmax"));
        var baseline = results.Baseline();

        for (var i = 0; i < 2; i++)
        {
            var published = await Publication.RunAsync(
                github.Address, results.Folder, results.PushEvent("refs/tags/v1.2.0"), sha: GateResults.Head,
                only: [PublishPart.Baseline], baseline: baseline);
            Assert.Equal(ExitCode.Passed, published.Exit);
        }

        var files = github.Repository.Git.Files("perfgate/baseline-v1.2.0");
        Assert.Equal(
            await File.ReadAllTextAsync(
                Path.Combine(baseline, "host-test.json"),
                TestContext.Current.CancellationToken
            ),
            files["baselines/host-test.json"]
        );
        Assert.Equal("hello", files["README.md"]);
        Assert.Single(github.Repository.Pulls);
        var release = Assert.Single(github.Repository.Releases);
        Assert.True((bool)release["draft"]!);
        Assert.Equal("perfgate-baseline-host-test.json", (string)Assert.Single(release["assets"]!.AsArray())!["name"]!);
    }

    [Fact]
    public async Task A_baseline_whose_newest_measurement_is_of_another_commit_is_refused()
    {
        await using var github = await FakeGitHub.StartAsync();
        github.Repository.Git.Commit("main", ("README.md", "hello"), ("baselines/host-test.json", "old"));
        using var results = GateResults.Of(GateResults.Fine("softmax"));

        var published = await Publication.RunAsync(
            github.Address, results.Folder, results.PushEvent("refs/tags/v1.2.0"), sha: GateResults.Head,
            only: [PublishPart.Baseline], baseline: results.Baseline(new string('7', 40)));

        Assert.NotEqual(ExitCode.Passed, published.Exit);
        Assert.Contains("PG5014", published.Errors, StringComparison.Ordinal);
        Assert.Empty(github.Repository.Pulls);
        Assert.Empty(github.Repository.Releases);
    }

    private static Task<Publication> PublishAsync(FakeGitHub github, GateResults results) =>
        Publication.RunAsync(
            github.Address,
            results.Folder,
            results.PushEvent("refs/heads/main"),
            sha: GateResults.Head,
            only: [PublishPart.Badges]
        );
}
