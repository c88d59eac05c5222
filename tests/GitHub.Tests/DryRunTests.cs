using System.Text.Json.Nodes;
using PerfGate.Core.Diagnostics;
using PerfGate.GitHub.Tests.Fakes;
using PerfGate.Runner.GitHub;

namespace PerfGate.GitHub.Tests;

public sealed class DryRunTests
{
    [Fact]
    public async Task A_dry_run_writes_nothing_and_prints_what_a_run_then_sends()
    {
        await using var github = await FakeGitHub.StartAsync();
        github.Repository.AddPull(7, GateResults.Head, GateResults.Fork, GateResults.Branch);
        using var results = GateResults.Of(GateResults.Slow("softmax"));

        var dry = await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent(), dryRun: true);
        Assert.Empty(github.Writes);
        await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent());

        Assert.Equal(
            github.Writes.Where(w => !w.Path.Contains("/check-runs/", StringComparison.Ordinal)).Select(Line),
            Lines(dry).Where(l => !l.Contains("/check-runs/", StringComparison.Ordinal)));
        Assert.Equal(ExitCode.Passed, dry.Exit);
    }

    [Fact]
    public async Task A_dry_run_edits_the_comment_that_is_there()
    {
        await using var github = await FakeGitHub.StartAsync();
        github.Repository.AddPull(7, GateResults.Head, GateResults.Fork, GateResults.Branch);
        var old = github.Repository.AddComment("github-actions[bot]", "<!-- perfgate:gate -->\nold");
        using var results = GateResults.Of(GateResults.Slow("softmax"));

        var dry = await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent(), dryRun: true);

        Assert.Contains(
            Lines(dry),
            l => l.StartsWith($"PATCH /repos/acme/kernels/issues/comments/{old["id"]} ", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_dry_run_without_a_token_asks_nobody()
    {
        await using var github = await FakeGitHub.StartAsync();
        using var results = GateResults.Of(GateResults.Slow("softmax"));

        var dry = await Publication.RunAsync(
            github.Address,
            results.Folder,
            results.PushEvent("refs/heads/main"),
            sha: GateResults.Head,
            token: null,
            dryRun: true
        );

        Assert.Empty(github.Requests);
        Assert.Equal(ExitCode.Passed, dry.Exit);
        var lines = Lines(dry).ToList();
        Assert.StartsWith("POST /repos/acme/kernels/check-runs ", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, l => l.StartsWith("POST /repos/acme/kernels/git/refs ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_dry_run_without_a_token_takes_the_pull_request_from_the_event()
    {
        await using var github = await FakeGitHub.StartAsync();
        using var results = GateResults.Of(GateResults.Slow("softmax"));

        var dry = await Publication.RunAsync(
            github.Address,
            results.Folder,
            results.PullRequestEvent(7),
            token: null,
            dryRun: true
        );

        Assert.Empty(github.Requests);
        Assert.Contains(
            Lines(dry),
            l => l.StartsWith("POST /repos/acme/kernels/issues/7/comments ", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_dry_run_without_a_token_shows_a_baselines_pull_request_and_file()
    {
        await using var github = await FakeGitHub.StartAsync();
        using var results = GateResults.Of(GateResults.Fine("softmax"));

        var dry = await Publication.RunAsync(
            github.Address,
            results.Folder,
            results.PushEvent("refs/tags/v1.2.0"),
            sha: GateResults.Head,
            token: null,
            dryRun: true,
            only: [PublishPart.Baseline],
            baseline: results.Baseline()
        );

        Assert.Equal(ExitCode.Passed, dry.Exit);
        Assert.Contains(Lines(dry), l => l.StartsWith("POST /repos/acme/kernels/pulls ", StringComparison.Ordinal));
        Assert.Contains(Lines(dry), l => l.StartsWith("POST /repos/acme/kernels/releases ", StringComparison.Ordinal));
        Assert.Contains("perfgate-baseline-host-test.json", Lines(dry).Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_shows_the_job_summary_and_leaves_its_page_alone()
    {
        await using var github = await FakeGitHub.StartAsync();
        using var results = GateResults.Of(GateResults.Slow("softmax"));

        var dry = await Publication.RunAsync(
            github.Address, results.Folder, results.PushEvent("refs/heads/side"), sha: GateResults.Head, dryRun: true,
            summaryPage: results.SummaryPage);

        Assert.False(File.Exists(results.SummaryPage));
        Assert.Contains(Lines(dry), l => l.StartsWith("APPEND GITHUB_STEP_SUMMARY ", StringComparison.Ordinal));
    }

    private static string Line(FakeRequest request) =>
        $"{request.Method} {request.Path} {request.Body?.ToJsonString()}";

    private static IEnumerable<string> Lines(Publication dry) =>
        dry.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(text =>
        {
            var line = JsonNode.Parse(text)!;
            return $"{line["method"]} {line["path"]} {line["body"]?.ToJsonString()}";
        });
}
