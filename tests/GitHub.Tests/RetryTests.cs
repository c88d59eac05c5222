using System.Globalization;
using System.Text.Json.Nodes;
using PerfGate.Core.Diagnostics;
using PerfGate.GitHub.Tests.Fakes;
using PerfGate.Runner.GitHub;
using PerfGate.Runner.GitHub.Http;

namespace PerfGate.GitHub.Tests;

public sealed class RetryTests
{
    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_server_error_that_passes_is_not_seen(int status)
    {
        await using var github = await PullRequestAsync();
        github.Fault(_ => true, FakeAnswer.Refuse(status, "Server Error"), times: 3);

        var published = await PublishAsync(github);

        Assert.Equal(ExitCode.Passed, published.Exit);
        Assert.Single(github.Repository.Comments);
    }

    [Fact]
    public async Task A_server_error_that_stays_ends_in_an_error_and_the_verdict_is_printed()
    {
        await using var github = await PullRequestAsync();
        github.Fault(_ => true, FakeAnswer.Refuse(502, "Bad Gateway"), times: int.MaxValue);

        var published = await PublishAsync(github);

        Assert.Equal(ExitCode.Publish, published.Exit);
        Assert.Contains("PG5005", published.Errors, StringComparison.Ordinal);
        Assert.Contains("verdict: Regression", published.Output, StringComparison.Ordinal);
        Assert.Equal(RetryHandler.MaximumRetries + 1, github.Requests.Count);
    }

    [Fact]
    public async Task A_429_is_repeated_no_earlier_than_its_Retry_After()
    {
        await using var github = await PullRequestAsync();
        github.Fault(r => r.IsWrite, FakeAnswer.Refuse(429, "Too Many Requests", ("Retry-After", "37")));

        var published = await PublishAsync(github);

        Assert.Equal(ExitCode.Passed, published.Exit);
        Assert.Contains(
            published.Time.Waits,
            wait => wait >= TimeSpan.FromSeconds(37) && wait < TimeSpan.FromSeconds(39)
        );
    }

    [Fact]
    public async Task A_secondary_limit_is_repeated_after_its_Retry_After()
    {
        await using var github = await PullRequestAsync();
        github.Fault(
            r => r.IsWrite, FakeAnswer.Refuse(403, "You have exceeded a secondary rate limit.", ("Retry-After", "61")));

        var published = await PublishAsync(github);

        Assert.Equal(ExitCode.Passed, published.Exit);
        Assert.Contains(published.Time.Waits, wait => wait >= TimeSpan.FromSeconds(61));
    }

    [Fact]
    public async Task A_secondary_limit_that_names_no_time_is_given_a_minute()
    {
        await using var github = await PullRequestAsync();
        github.Fault(
            r => r.IsWrite,
            FakeAnswer.Refuse(403, "You have exceeded a secondary rate limit. Please wait a few minutes.")
        );

        var published = await PublishAsync(github);

        Assert.Equal(ExitCode.Passed, published.Exit);
        Assert.Contains(published.Time.Waits, wait => wait >= TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_spent_limit_is_waited_for_until_its_reset()
    {
        await using var github = await PullRequestAsync();
        var reset = new InstantTime()
            .GetUtcNow()
            .AddSeconds(200)
            .ToUnixTimeSeconds()
            .ToString(CultureInfo.InvariantCulture);
        github.Fault(
            r => r.Path.Contains("/comments", StringComparison.Ordinal),
            FakeAnswer.Refuse(
                403,
                "API rate limit exceeded",
                ("x-ratelimit-remaining", "0"),
                ("x-ratelimit-reset", reset)
            )
        );

        var published = await PublishAsync(github);

        Assert.Equal(ExitCode.Passed, published.Exit);
        Assert.InRange(published.Time.Waited, TimeSpan.FromSeconds(200), TimeSpan.FromSeconds(210));
    }

    [Fact]
    public async Task A_limit_that_lasts_longer_than_a_job_should_wait_is_reported_at_once()
    {
        await using var github = await PullRequestAsync();
        github.Fault(
            _ => true,
            FakeAnswer.Refuse(429, "Too Many Requests", ("Retry-After", "3600")),
            times: int.MaxValue
        );

        var published = await PublishAsync(github);

        Assert.Equal(ExitCode.Publish, published.Exit);
        Assert.Contains("PG5005", published.Errors, StringComparison.Ordinal);
        Assert.True(published.Time.Waited < TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Writes_are_a_second_apart()
    {
        await using var github = await PullRequestAsync();
        using var results = GateResults.Of([
            .. Enumerable.Range(1, 400).Select(i => GateResults.Slow($"softmax/N={i}", i)),
        ]);

        var published = await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent());

        var writes = github.Writes.Count();
        Assert.True(writes > 8, $"{writes} writes");
        Assert.Equal(writes - 1, published.Time.Waits.Count(wait => wait == WritePacingHandler.Pause));
    }

    [Fact]
    public async Task An_answer_that_is_not_GitHubs_is_an_error_and_the_verdict_is_printed()
    {
        await using var github = await PullRequestAsync();
        github.Fault(
            _ => true,
            new FakeAnswer(200, JsonValue.Create("<html>A proxy's page</html>")),
            times: int.MaxValue
        );

        var published = await PublishAsync(github);

        Assert.Equal(ExitCode.Publish, published.Exit);
        Assert.Contains("PG5005", published.Errors, StringComparison.Ordinal);
        Assert.Contains("verdict: Regression", published.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_nobody_answers_ends_in_an_error_and_the_verdict_is_printed()
    {
        using var results = GateResults.Of(GateResults.Slow("softmax"));

        // Port 9 (discard) is closed on every machine that runs tests.
        var published = await Publication.RunAsync(new Uri("http://127.0.0.1:9"), results.Folder, results.ForkEvent());

        Assert.Equal(ExitCode.Publish, published.Exit);
        Assert.Contains("PG5005", published.Errors, StringComparison.Ordinal);
        Assert.Contains("verdict: Regression", published.Output, StringComparison.Ordinal);
    }

    private static async Task<Publication> PublishAsync(FakeGitHub github)
    {
        using var results = GateResults.Of(GateResults.Slow("softmax"));
        return await Publication.RunAsync(
            github.Address,
            results.Folder,
            results.ForkEvent(),
            only: [PublishPart.Comment]
        );
    }

    private static async Task<FakeGitHub> PullRequestAsync()
    {
        var github = await FakeGitHub.StartAsync();
        github.Repository.AddPull(7, GateResults.Head, GateResults.Fork, GateResults.Branch);
        return github;
    }
}
