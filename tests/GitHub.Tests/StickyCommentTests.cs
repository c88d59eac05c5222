using System.Text;
using PerfGate.Core.Diagnostics;
using PerfGate.GitHub.Tests.Fakes;
using PerfGate.Runner.GitHub;

namespace PerfGate.GitHub.Tests;

public sealed class StickyCommentTests
{
    private const string Marker = "<!-- perfgate:gate -->";
    private const string Bot = "github-actions[bot]";

    [Fact]
    public async Task A_first_result_is_a_new_comment_that_opens_with_the_marker()
    {
        await using var github = await PullRequestAsync();
        using var results = GateResults.Of(GateResults.Slow("softmax/N=4096"));

        var published = await PublishAsync(github, results);

        Assert.Equal(ExitCode.Passed, published.Exit);
        var comment = Assert.Single(github.Repository.Comments);
        Assert.StartsWith(Marker, (string)comment["body"]!, StringComparison.Ordinal);
        Assert.Contains("softmax/N=4096", (string)comment["body"]!, StringComparison.Ordinal);
        Assert.Contains(GateResults.Head, (string)comment["body"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_comment_on_the_third_page_is_found_and_edited_in_place()
    {
        await using var github = await PullRequestAsync();
        for (var i = 0; i < 250; i++)
            github.Repository.AddComment("somebody", $"remark {i}");
        var old = github.Repository.AddComment(Bot, $"{Marker}\nan older result");
        using var results = GateResults.Of(GateResults.Slow("softmax/N=4096"));

        await PublishAsync(github, results);

        Assert.Equal(251, github.Repository.Comments.Count);
        Assert.Contains("softmax/N=4096", (string)old["body"]!, StringComparison.Ordinal);
        Assert.DoesNotContain(
            github.Writes,
            w => w.Method == "POST" && w.Path.Contains("comments", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Somebody_elses_comment_with_the_marker_is_left_alone()
    {
        await using var github = await PullRequestAsync();
        var forged = github.Repository.AddComment("stranger", $"{Marker}\nAll fine, merge it.");
        using var results = GateResults.Of(GateResults.Slow("softmax"));

        await PublishAsync(github, results);

        Assert.Equal($"{Marker}\nAll fine, merge it.", (string)forged["body"]!);
        Assert.Single(github.Repository.Comments, c => (string)c["user"]!["login"]! == Bot);
    }

    [Fact]
    public async Task A_quotation_of_the_comment_by_the_same_author_is_left_alone()
    {
        await using var github = await PullRequestAsync();
        github.Repository.AddComment(Bot, $"> {Marker}\n> a quotation");
        using var results = GateResults.Of(GateResults.Slow("softmax"));

        await PublishAsync(github, results);

        Assert.Equal($"> {Marker}\n> a quotation", (string)github.Repository.Comments[0]["body"]!);
        Assert.Equal(2, github.Repository.Comments.Count);
    }

    [Fact]
    public async Task A_token_of_a_user_finds_the_comment_of_that_user()
    {
        await using var github = await PullRequestAsync();
        github.Logins["octocats-token"] = "octocat";
        var old = github.Repository.AddComment("octocat", $"{Marker}\nold");
        using var results = GateResults.Of(GateResults.Slow("softmax"));

        await Publication.RunAsync(
            github.Address,
            results.Folder,
            results.ForkEvent(),
            token: "octocats-token",
            only: [PublishPart.Comment]
        );

        Assert.Single(github.Repository.Comments);
        Assert.NotEqual($"{Marker}\nold", (string)old["body"]!);
    }

    [Fact]
    public async Task A_token_of_an_app_that_may_not_say_who_it_is_still_keeps_one_comment()
    {
        await using var github = await PullRequestAsync();
        github.Logins["apps-token"] = "our-app[bot]";
        github.Fault(
            r => r.Path == "/user",
            FakeAnswer.Refuse(403, "Resource not accessible by integration"),
            times: 2
        );
        using var results = GateResults.Of(GateResults.Slow("softmax"));

        for (var i = 0; i < 2; i++)
            await Publication.RunAsync(
                github.Address,
                results.Folder,
                results.ForkEvent(),
                token: "apps-token",
                only: [PublishPart.Comment]
            );

        Assert.Single(github.Repository.Comments);
    }

    [Fact]
    public async Task A_second_publisher_at_the_same_moment_leaves_one_comment()
    {
        await using var github = await PullRequestAsync();
        using var results = GateResults.Of(GateResults.Slow("softmax"));

        // Both have seen that there is no comment before either writes one.
        using var bothListed = new Barrier(2);
        var listed = 0;
        github.Before = request =>
            request.Method == "POST"
            && request.Path.Contains("/comments", StringComparison.Ordinal)
            && Interlocked.Increment(ref listed) <= 2
                ? Task.Run(() => bothListed.SignalAndWait(TimeSpan.FromSeconds(20)))
                : Task.CompletedTask;
        await Task.WhenAll(PublishAsync(github, results), PublishAsync(github, results));

        Assert.Equal(
            2,
            github.Writes.Count(w => w.Method == "POST" && w.Path.Contains("/comments", StringComparison.Ordinal))
        );
        Assert.Single(github.Repository.Comments);
    }

    [Fact]
    public async Task Twenty_publishers_leave_one_comment()
    {
        await using var github = await PullRequestAsync();
        using var results = GateResults.Of(GateResults.Slow("softmax"));
        var payload = results.ForkEvent();

        var published = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            Publication.RunAsync(github.Address, results.Folder, payload, only: [PublishPart.Comment])));

        Assert.All(published, p => Assert.Equal(ExitCode.Passed, p.Exit));
        Assert.Single(github.Repository.Comments);
    }

    [Fact]
    public async Task A_creation_whose_answer_was_lost_does_not_leave_two_comments()
    {
        await using var github = await PullRequestAsync();
        github.Fault(
            r => r.Method == "POST" && r.Path.Contains("/comments", StringComparison.Ordinal),
            FakeAnswer.Refuse(502, "Bad Gateway"), afterDoing: true);
        using var results = GateResults.Of(GateResults.Slow("softmax"));

        await PublishAsync(github, results);

        Assert.Single(github.Repository.Comments);
    }

    [Fact]
    public async Task A_comment_that_is_deleted_between_finding_and_editing_is_written_anew()
    {
        await using var github = await PullRequestAsync();
        github.Repository.AddComment(Bot, $"{Marker}\nold");
        github.Fault(
            r => r.Method == "PATCH" && r.Path.Contains("/comments/", StringComparison.Ordinal),
            FakeAnswer.Refuse(404, "Not Found")
        );
        github.Before = request =>
        {
            if (request.Method == "PATCH" && request.Path.Contains("/comments/", StringComparison.Ordinal))
                github.Repository.Comments.Clear();
            return Task.CompletedTask;
        };
        using var results = GateResults.Of(GateResults.Slow("softmax"));

        var published = await PublishAsync(github, results);

        Assert.Equal(ExitCode.Passed, published.Exit);
        Assert.Contains(
            "softmax",
            (string)Assert.Single(github.Repository.Comments)["body"]!,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Two_gates_of_a_repository_keep_a_comment_each()
    {
        await using var github = await PullRequestAsync();
        using var results = GateResults.Of(GateResults.Slow("softmax"));

        foreach (var gate in new[] { "l4", "h200", "l4" })
            await Publication.RunAsync(
                github.Address,
                results.Folder,
                results.ForkEvent(),
                only: [PublishPart.Comment],
                gate: gate
            );

        Assert.Equal(2, github.Repository.Comments.Count);
    }

    [Fact]
    public async Task Five_thousand_cases_make_a_comment_below_60_KB_with_marker_verdict_and_link()
    {
        await using var github = await PullRequestAsync();
        using var results = GateResults.Of([
            .. Enumerable.Range(0, 5000).Select(i => GateResults.Slow($"softmax/N={i}")),
        ]);

        var published = await PublishAsync(github, results);

        Assert.Equal(ExitCode.Passed, published.Exit);
        var body = (string)Assert.Single(github.Repository.Comments)["body"]!;
        Assert.InRange(Encoding.UTF8.GetByteCount(body), 1, 60_000);
        Assert.StartsWith(Marker, body, StringComparison.Ordinal);
        Assert.Contains("1 case is slower.", body, StringComparison.Ordinal);
        Assert.EndsWith(
            "](https://github.test/acme/kernels/actions/runs/77#artifacts)\n",
            body,
            StringComparison.Ordinal
        );
    }

    private static Task<Publication> PublishAsync(FakeGitHub github, GateResults results) =>
        Publication.RunAsync(github.Address, results.Folder, results.ForkEvent(), only: [PublishPart.Comment]);

    private static async Task<FakeGitHub> PullRequestAsync()
    {
        var github = await FakeGitHub.StartAsync();
        github.Repository.AddPull(7, GateResults.Head, GateResults.Fork, GateResults.Branch);
        return github;
    }
}
