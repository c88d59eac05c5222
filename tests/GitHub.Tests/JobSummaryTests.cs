using System.Text.Json.Nodes;
using PerfGate.GitHub.Tests.Fakes;
using PerfGate.Runner.GitHub.Posting;

namespace PerfGate.GitHub.Tests;

public sealed class JobSummaryTests
{
    [Fact]
    public async Task The_report_is_appended_to_the_page_of_the_job()
    {
        await using var github = await FakeGitHub.StartAsync();
        using var results = GateResults.Of(GateResults.Slow("softmax"));
        await File.WriteAllTextAsync(results.SummaryPage, "an earlier step\n", TestContext.Current.CancellationToken);

        await PublishAsync(github, results, results.SummaryPage, inActions: true);

        var page = await File.ReadAllTextAsync(results.SummaryPage, TestContext.Current.CancellationToken);
        Assert.StartsWith("an earlier step\n", page, StringComparison.Ordinal);
        Assert.Contains("softmax", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Five_thousand_cases_make_a_page_of_at_most_1_MiB()
    {
        await using var github = await FakeGitHub.StartAsync();
        using var results = GateResults.Of([
            .. Enumerable
                .Range(0, 5000)
                .Select(i => GateResults.Slow($"softmax/N={i}") with { Reason = new string('x', 500) }),
        ]);
        await File.WriteAllTextAsync(
            results.SummaryPage,
            new string('e', 400_000),
            TestContext.Current.CancellationToken
        );

        await PublishAsync(github, results, results.SummaryPage, inActions: true);

        Assert.InRange(new FileInfo(results.SummaryPage).Length, 400_001, JobSummary.MaximumBytes);
    }

    [Fact]
    public async Task A_page_that_is_full_is_left_as_it_is()
    {
        await using var github = await FakeGitHub.StartAsync();
        using var results = GateResults.Of(GateResults.Slow("softmax"));
        await File.WriteAllTextAsync(
            results.SummaryPage,
            new string('e', JobSummary.MaximumBytes - 100),
            TestContext.Current.CancellationToken
        );

        await PublishAsync(github, results, results.SummaryPage, inActions: true);

        Assert.Equal(JobSummary.MaximumBytes - 100, new FileInfo(results.SummaryPage).Length);
    }

    [Fact]
    public async Task Outside_a_job_there_are_no_workflow_commands()
    {
        await using var github = await FakeGitHub.StartAsync();
        using var results = GateResults.Of(GateResults.Slow("softmax"));

        var published = await PublishAsync(github, results, summaryPage: null, inActions: false);

        Assert.DoesNotContain("::", published.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_job_a_regression_is_an_error_at_its_line()
    {
        await using var github = await FakeGitHub.StartAsync();
        using var results = GateResults.Of(GateResults.Slow("softmax/N=1,M=2") with { Reason = "100 % slower" });

        var published = await PublishAsync(github, results, summaryPage: null, inActions: true);

        Assert.Contains(
            "::error file=kernels/softmax.cu,line=31,title=Regression%3A softmax/N=1%2CM=2 (+12.3 %25)::100 %25 slower",
            published.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_result_as_JSON_is_all_that_is_printed()
    {
        await using var github = await FakeGitHub.StartAsync();
        using var results = GateResults.Of(GateResults.Slow("softmax"));

        var published = await Publication.RunAsync(
            github.Address,
            results.Folder,
            results.PushEvent("refs/heads/side"),
            sha: GateResults.Head,
            inActions: true,
            json: true
        );

        Assert.Equal("Regression", (string)JsonNode.Parse(published.Output)!["outcome"]!);
    }

    private static Task<Publication> PublishAsync(
        FakeGitHub github,
        GateResults results,
        string? summaryPage,
        bool inActions
    ) =>
        Publication.RunAsync(
            github.Address,
            results.Folder,
            results.PushEvent("refs/heads/side"),
            sha: GateResults.Head,
            summaryPage: summaryPage,
            inActions: inActions
        );
}
