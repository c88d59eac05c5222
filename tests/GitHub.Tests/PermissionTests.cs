using PerfGate.Core.Diagnostics;
using PerfGate.GitHub.Tests.Fakes;
using PerfGate.Runner.GitHub;

namespace PerfGate.GitHub.Tests;

public sealed class PermissionTests
{
    [Theory]
    [InlineData("/issues/", "pull-requests: write")]
    [InlineData("/check-runs", "checks: write")]
    public async Task A_token_that_may_not_write_is_told_which_permission_it_needs(string denied, string permission)
    {
        await using var github = await FakeGitHub.StartAsync();
        github.Repository.AddPull(7, GateResults.Head, GateResults.Fork, GateResults.Branch);
        github.Denied.Add(denied);
        using var results = GateResults.Of(GateResults.Slow("softmax"));

        var published = await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent());

        Assert.Equal(ExitCode.Publish, published.Exit);
        Assert.Contains("PG5004", published.Errors, StringComparison.Ordinal);
        Assert.Contains($"`{permission}`", published.Errors, StringComparison.Ordinal);
        Assert.Contains("verdict: Regression", published.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_right_that_one_part_lacks_does_not_cost_the_others()
    {
        await using var github = await FakeGitHub.StartAsync();
        github.Repository.AddPull(7, GateResults.Head, GateResults.Fork, GateResults.Branch);
        github.Denied.Add("/check-runs");
        using var results = GateResults.Of(GateResults.Slow("softmax"));

        await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent());

        Assert.Single(github.Repository.Comments);
    }

    [Fact]
    public async Task A_token_without_contents_write_may_not_push_badges()
    {
        await using var github = await FakeGitHub.StartAsync();
        github.Denied.Add("/git/");
        using var results = GateResults.Of(GateResults.Fine("softmax"));

        var published = await Publication.RunAsync(
            github.Address,
            results.Folder,
            results.PushEvent("refs/heads/main"),
            sha: GateResults.Head,
            only: [PublishPart.Badges]
        );

        Assert.Contains("`contents: write`", published.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_token_is_named_as_such()
    {
        await using var github = await FakeGitHub.StartAsync();
        github.Fault(_ => true, FakeAnswer.Refuse(401, "Bad credentials"), times: int.MaxValue);
        using var results = GateResults.Of(GateResults.Slow("softmax"));

        var published = await Publication.RunAsync(
            github.Address,
            results.Folder,
            results.ForkEvent(),
            only: [PublishPart.Comment]
        );

        Assert.Equal(ExitCode.Publish, published.Exit);
        Assert.Contains("PG5003", published.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_is_never_printed()
    {
        await using var github = await FakeGitHub.StartAsync();
        github.Fault(_ => true, FakeAnswer.Refuse(401, "Bad credentials"), times: int.MaxValue);
        using var results = GateResults.Of(GateResults.Slow("softmax"));

        var published = await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent());

        Assert.DoesNotContain(Publication.Token, published.Output + published.Errors, StringComparison.Ordinal);
    }
}
