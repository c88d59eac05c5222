using PerfGate.Core.Diagnostics;
using PerfGate.Core.Explaining;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.GitHub.Tests.Fakes;

namespace PerfGate.GitHub.Tests;

/// <summary>What a reviewer finds in the comment beside the verdict.</summary>
public sealed class CommentTests
{
    [Fact]
    public async Task It_leads_to_the_run_its_files_and_the_kernels_line_in_the_fork()
    {
        await using var github = await FakeGitHub.StartAsync();
        github.Repository.AddPull(7, GateResults.Head, GateResults.Fork, GateResults.Branch);
        using var results = GateResults.Of(GateResults.Slow("softmax"));

        await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent());

        var body = Comment(github);
        Assert.Matches(@"· \[run\]\(https?://[^)]+/actions/runs/\d+\)", body);
        Assert.Matches(@"\[results and `report\.html`\]\(https?://[^)]+/actions/runs/\d+#artifacts\)", body);
        Assert.Matches($@"\]\(https?://[^/]+/{GateResults.Fork}/blob/{GateResults.Head}/[^)]+#L\d+\)", body);
    }

    [Fact]
    public async Task It_has_the_explanation_of_a_regression()
    {
        await using var github = await FakeGitHub.StartAsync();
        github.Repository.AddPull(7, GateResults.Head, GateResults.Fork, GateResults.Branch);
        using var results = GateResults.Of(GateResults.Slow("softmax"));
        JsonFile.Write(
            results.At(ExplainReport.FileName),
            new ExplainReport
            {
                Reference = "the base",
                Cases = [new() { Name = "softmax", Sentences = [new("More work makes it slower.", [])] }],
            },
            PerfGateJson.Default.ExplainReport
        );

        await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent());

        Assert.Contains("- `softmax`: More work makes it slower.", Comment(github), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_can_show_the_comment_alone_and_asks_nobody()
    {
        await using var github = await FakeGitHub.StartAsync();
        github.Repository.AddPull(7, GateResults.Head, GateResults.Fork, GateResults.Branch);
        using var results = GateResults.Of(GateResults.Slow("softmax"));

        var dry = await Publication.RunAsync(
            github.Address,
            results.Folder,
            results.ForkEvent(),
            dryRun: true,
            markdown: true
        );

        Assert.Equal(ExitCode.Passed, dry.Exit);
        Assert.Empty(github.Requests);
        Assert.StartsWith("❌ **", dry.Output, StringComparison.Ordinal);
        await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent());
        Assert.Equal(Comment(github), $"<!-- perfgate:gate -->\n{dry.Output}");
    }

    [Fact]
    public async Task A_picture_is_committed_to_the_badges_branch_and_shown_by_its_commit()
    {
        await using var github = await FakeGitHub.StartAsync();
        github.Repository.AddPull(7, GateResults.Head, GateResults.Fork, GateResults.Branch);
        using var results = GateResults.Of(GateResults.Slow("softmax"));

        var posted = await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent(), picture: true);

        Assert.Equal(ExitCode.Passed, posted.Exit);
        Assert.Contains(
            github.Writes,
            w =>
                w.Path.EndsWith("/git/trees", StringComparison.Ordinal)
                && $"{w.Body}".Contains("pictures/gate-7.svg", StringComparison.Ordinal)
        );
        Assert.Matches(
            $@"!\[[^\]]*\]\(https?://[^/]+/{FakeRepository.FullName}/raw/[0-9a-f]+/pictures/gate-7\.svg\)",
            Comment(github)
        );
    }

    [Fact]
    public async Task Without_the_right_to_commit_the_comment_comes_without_a_picture_and_it_is_told()
    {
        await using var github = await FakeGitHub.StartAsync();
        github.Repository.AddPull(7, GateResults.Head, GateResults.Fork, GateResults.Branch);
        github.Denied.Add("/git/blobs");
        using var results = GateResults.Of(GateResults.Slow("softmax"));

        var posted = await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent(), picture: true);

        Assert.Equal(ExitCode.Publish, posted.Exit);
        Assert.Contains("contents: write", posted.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("![", Comment(github), StringComparison.Ordinal);
    }

    private static string Comment(FakeGitHub github) =>
        Assert.Single(github.Repository.Comments)["body"]!.GetValue<string>();
}
