using PerfGate.Core.Diagnostics;
using PerfGate.GitHub.Tests.Fakes;

namespace PerfGate.GitHub.Tests;

/// <summary>A comment starts a gate where its author may write, and what it says is text and nothing else.</summary>
public sealed class GateRequestTests
{
    [Theory]
    [InlineData("/perfgate", "")]
    [InlineData("/perfgate softmax/*", "softmax/*")]
    [InlineData("/perfgate gemm/M=64,N=64,scan\r\nplease", "gemm/M=64,N=64,scan")]
    public async Task A_writers_comment_starts_the_gate_of_its_branch(string comment, string filter)
    {
        await using var github = await PullRequestAsync(FakeRepository.FullName);

        var run = await Request.RunAsync(github.Address, comment);

        Assert.Equal(ExitCode.Passed, run.Exit);
        var (workflow, given) = Assert.Single(github.Repository.Dispatches);
        Assert.Equal(("perf-gate.yml", GateResults.Branch), (workflow, (string)given["ref"]!));
        Assert.Equal(
            (filter, FakeRepository.Base),
            ((string)given["inputs"]!["filter"]!, (string)given["inputs"]!["base"]!)
        );
        Assert.Equal(("55", "rocket"), Assert.Single(github.Repository.Reactions));
    }

    [Theory]
    [InlineData("stranger")]
    [InlineData("reader")]
    [InlineData("sorter")]
    public async Task A_comment_of_somebody_without_the_right_to_write_starts_nothing(string author)
    {
        await using var github = await PullRequestAsync(FakeRepository.FullName);

        var run = await Request.RunAsync(github.Address, "/perfgate", author);

        Assert.Equal(ExitCode.Passed, run.Exit);
        Assert.Contains("PG5032", run.Errors, StringComparison.Ordinal);
        Assert.Empty(github.Writes);
    }

    [Theory]
    [InlineData("a;PerfGateTolerance=9")]
    [InlineData("a%3BPerfGateTolerance=9")]
    [InlineData("$(touch x)")]
    [InlineData("a && b")]
    [InlineData("`id`")]
    [InlineData("${{ github.token }}")]
    [InlineData("\"quoted\"")]
    public async Task A_filter_that_is_more_than_text_is_refused(string filter)
    {
        await using var github = await PullRequestAsync(FakeRepository.FullName);

        var run = await Request.RunAsync(github.Address, $"/perfgate {filter}");

        Assert.Equal(ExitCode.Publish, run.Exit);
        Assert.Contains("PG5033", run.Errors, StringComparison.Ordinal);
        Assert.Empty(github.Repository.Dispatches);
        Assert.Equal("confused", Assert.Single(github.Repository.Reactions).Reaction);
    }

    [Theory]
    [InlineData(GateResults.Fork, "open", "another repository")]
    [InlineData(FakeRepository.FullName, "closed", "closed")]
    public async Task A_fork_and_a_closed_pull_request_are_refused(string repository, string state, string why)
    {
        await using var github = await PullRequestAsync(repository, state);

        var run = await Request.RunAsync(github.Address, "/perfgate");

        Assert.Equal(ExitCode.Publish, run.Exit);
        Assert.Contains(why, run.Errors, StringComparison.Ordinal);
        Assert.Empty(github.Repository.Dispatches);
    }

    [Theory]
    [InlineData("please run /perfgate", "created", false)]
    [InlineData("/perfgates", "created", false)]
    [InlineData("/perfgate", "edited", false)]
    [InlineData("/perfgate", "created", true)]
    public async Task Other_comments_ask_nobody(string comment, string action, bool onIssue)
    {
        await using var github = await PullRequestAsync(FakeRepository.FullName);

        var run = await Request.RunAsync(github.Address, comment, action: action, onIssue: onIssue);

        Assert.Equal(ExitCode.Passed, run.Exit);
        Assert.Empty(github.Requests);
    }

    private static async Task<FakeGitHub> PullRequestAsync(string repository, string state = "open")
    {
        var github = await FakeGitHub.StartAsync();
        github.Repository.AddPull(7, GateResults.Head, repository, GateResults.Branch, state);
        github.Repository.Rights[Request.Writer] = "write";
        github.Repository.Rights["reader"] = "read";
        // GitHub says read for who may triage.
        github.Repository.Rights["sorter"] = "read";
        return github;
    }
}
