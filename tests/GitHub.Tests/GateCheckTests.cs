using PerfGate.Core.Diagnostics;
using PerfGate.GitHub.Tests.Fakes;
using PerfGate.Runner.GitHub;

namespace PerfGate.GitHub.Tests;

public sealed class GateCheckTests
{
    [Fact]
    public async Task A_check_is_in_progress_before_anything_else_is_written_and_completed_after_it()
    {
        await using var github = await PullRequestAsync();
        using var results = GateResults.Of(GateResults.Slow("softmax"));

        await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent());

        var writes = github.Writes.ToList();
        Assert.Equal("in_progress", (string)writes[0].Body!["status"]!);
        Assert.Equal(GateResults.Head, (string)writes[0].Body!["head_sha"]!);
        Assert.Equal("completed", (string)writes[^1].Body!["status"]!);
        Assert.Contains(writes[1..^1], w => w.Path.Contains("/comments", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_regression_concludes_in_failure_at_its_line()
    {
        await using var github = await PullRequestAsync();
        using var results = GateResults.Of(GateResults.Slow("softmax/N=4096", line: 31), GateResults.Fine("gemm"));

        await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent(), only: [PublishPart.Check]);

        var check = Assert.Single(github.Repository.Checks);
        Assert.Equal("failure", (string)check["conclusion"]!);
        var annotation = Assert.Single(Assert.Single(github.Repository.Annotations.Values.Single()))!;
        Assert.Equal(("kernels/softmax.cu", 31, "failure"), (
            (string)annotation["path"]!, (int)annotation["start_line"]!, (string)annotation["annotation_level"]!));
        Assert.Contains("softmax/N=4096", (string)annotation["title"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pass_concludes_in_success()
    {
        await using var github = await PullRequestAsync();
        using var results = GateResults.Of(GateResults.Fine("gemm"));

        await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent(), only: [PublishPart.Check]);

        Assert.Equal("success", (string)Assert.Single(github.Repository.Checks)["conclusion"]!);
    }

    [Fact]
    public async Task Annotations_go_in_batches_of_fifty()
    {
        await using var github = await PullRequestAsync();
        using var results = GateResults.Of([
            .. Enumerable.Range(1, 120).Select(i => GateResults.Slow($"softmax/N={i}", i)),
        ]);

        await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent(), only: [PublishPart.Check]);

        Assert.Equal([50, 50, 20], github.Repository.Annotations.Values.Single().Select(batch => batch.Count));
        Assert.Equal("completed", (string)Assert.Single(github.Repository.Checks)["status"]!);
    }

    [Fact]
    public async Task Five_thousand_cases_make_a_summary_below_the_limit_that_says_how_many_lines_are_not_annotated()
    {
        await using var github = await PullRequestAsync();
        using var results = GateResults.Of([
            .. Enumerable.Range(1, 5000).Select(i => GateResults.Slow($"softmax/N={i}", i)),
        ]);

        var published = await Publication.RunAsync(
            github.Address,
            results.Folder,
            results.ForkEvent(),
            only: [PublishPart.Check]
        );

        Assert.Equal(ExitCode.Passed, published.Exit);
        var summary = (string)Assert.Single(github.Repository.Checks)["output"]!["summary"]!;
        Assert.InRange(summary.Length, 1, 65_534);
        Assert.Contains("500 of 5,000 findings are annotated", summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_is_completed_where_its_annotations_are_refused()
    {
        await using var github = await PullRequestAsync();
        github.Fault(
            r => r.Method == "PATCH" && r.Body?["output"]?["annotations"] is not null,
            FakeAnswer.Refuse(422, "Validation Failed"),
            times: 99
        );
        using var results = GateResults.Of(GateResults.Slow("softmax"));

        var published = await Publication.RunAsync(
            github.Address,
            results.Folder,
            results.ForkEvent(),
            only: [PublishPart.Check]
        );

        var check = Assert.Single(github.Repository.Checks);
        Assert.Equal(("completed", "failure"), ((string)check["status"]!, (string)check["conclusion"]!));
        Assert.Equal(ExitCode.Publish, published.Exit);
        Assert.Contains("PG5006", published.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_is_completed_where_the_comment_cannot_be_written()
    {
        await using var github = await PullRequestAsync();
        github.Denied.Add("/issues/");
        using var results = GateResults.Of(GateResults.Slow("softmax"));

        var published = await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent());

        Assert.Equal("completed", (string)Assert.Single(github.Repository.Checks)["status"]!);
        Assert.Equal(ExitCode.Publish, published.Exit);
    }

    [Fact]
    public async Task A_check_is_completed_where_publishing_is_cancelled()
    {
        await using var github = await PullRequestAsync();
        using var cancellation = new CancellationTokenSource();
        github.Before = request => request.Path.EndsWith("/check-runs", StringComparison.Ordinal)
            ? cancellation.CancelAsync() : Task.CompletedTask;
        using var results = GateResults.Of(GateResults.Slow("softmax"));

        var published = await Publication.RunAsync(
            github.Address, results.Folder, results.ForkEvent(), cancelledBy: cancellation);

        Assert.Equal("completed", (string)Assert.Single(github.Repository.Checks)["status"]!);
        Assert.Empty(github.Repository.Comments);
        Assert.Equal(ExitCode.Publish, published.Exit);
        Assert.Contains("PG5009", published.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_creation_whose_answer_was_lost_leaves_no_check_in_progress()
    {
        await using var github = await PullRequestAsync();
        github.Fault(
            r => r.Method == "POST" && r.Path.EndsWith("/check-runs", StringComparison.Ordinal),
            FakeAnswer.Refuse(502, "Bad Gateway"),
            afterDoing: true
        );
        using var results = GateResults.Of(GateResults.Slow("softmax"));

        await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent(), only: [PublishPart.Check]);

        Assert.Equal(2, github.Repository.Checks.Count);
        Assert.All(github.Repository.Checks, c => Assert.Equal("completed", (string)c["status"]!));
        Assert.Single(github.Repository.Checks, c => (string)c["conclusion"]! == "failure");
    }

    [Fact]
    public async Task Another_runs_check_in_progress_is_left_alone()
    {
        await using var github = await PullRequestAsync();
        using var results = GateResults.Of(GateResults.Slow("softmax"));
        github.Repository.Checks.Add(
            new()
            {
                ["id"] = 5,
                ["name"] = "PerfGate",
                ["head_sha"] = GateResults.Head,
                ["status"] = "in_progress",
                ["external_id"] = "run-76",
            }
        );

        await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent(), only: [PublishPart.Check]);

        Assert.Equal("in_progress", (string)github.Repository.Checks[0]["status"]!);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("C:/kernels/a.cu")]
    [InlineData("kernels\\a.cu")]
    [InlineData("kernels/\u202Euc.a")]
    public async Task A_finding_outside_the_repository_has_no_annotation(string file)
    {
        await using var github = await PullRequestAsync();
        using var results = GateResults.Of(GateResults.Slow("softmax") with { Source = new SourceLocation(file, 1) });

        await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent(), only: [PublishPart.Check]);

        Assert.Empty(github.Repository.Annotations.Values.Single());
        Assert.Equal("failure", (string)Assert.Single(github.Repository.Checks)["conclusion"]!);
    }

    private static async Task<FakeGitHub> PullRequestAsync()
    {
        var github = await FakeGitHub.StartAsync();
        github.Repository.AddPull(7, GateResults.Head, GateResults.Fork, GateResults.Branch);
        return github;
    }
}
