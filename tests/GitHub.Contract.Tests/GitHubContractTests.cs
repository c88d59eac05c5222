using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using PerfGate.Core.Diagnostics;
using PerfGate.GitHub.Tests.Fakes;
using PerfGate.Runner.GitHub;

namespace PerfGate.GitHub.Contract.Tests;

/// <summary>Every request that publishing makes fits what GitHub publishes of its API.</summary>
public sealed class GitHubContractTests : IClassFixture<DocumentedGitHub>
{
    private const string Marker = "<!-- perfgate:gate -->";

    private readonly FakeGitHub _github;
    private readonly ValidatingServer _contract;

    public GitHubContractTests(DocumentedGitHub documented)
    {
        _github = documented.Fake;
        _contract = documented.Contract;
    }

    [Fact]
    public async Task The_validating_server_refuses_what_GitHub_does_not_document()
    {
        using var client = new HttpClient { BaseAddress = _contract.Address };
        using var nameless = new StringContent("""{ "head_sha": "x" }""", Encoding.UTF8, "application/json");

        using var refused = await client.PostAsync(
            new Uri("repos/acme/kernels/check-runs", UriKind.Relative),
            nameless,
            TestContext.Current.CancellationToken
        );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.DoesNotContain(_github.Requests, r => r.Body is JsonObject body && (string?)body["head_sha"] == "x");
    }

    [Fact]
    public async Task A_pull_request_is_commented_and_checked_as_documented()
    {
        _github.Repository.AddPull(7, GateResults.Head, GateResults.Fork, GateResults.Branch);
        for (var i = 0; i < 250; i++)
            _github.Repository.AddComment("somebody", $"remark {i}");
        using var results = GateResults.Of([
            .. Enumerable.Range(1, 60).Select(i => GateResults.Slow($"softmax/N={i}", i)),
        ]);

        // The first creates; the second edits, and deletes a duplicate; an abandoned check is completed.
        var first = await Publication.RunAsync(_contract.Address, results.Folder, results.ForkEvent());
        _github.Repository.AddComment("github-actions[bot]", $"{Marker}\nduplicate");
        _github.Repository.Checks[0]["status"] = "in_progress";
        var second = await Publication.RunAsync(_contract.Address, results.Folder, results.ForkEvent());

        AssertPublished(first, second);
        AssertSeen(
            "GET /user",
            "GET pulls",
            "GET pulls/7",
            "GET issues/7/comments",
            "POST issues/7/comments",
            "PATCH issues/comments/",
            "DELETE issues/comments/",
            "POST check-runs",
            "PATCH check-runs/",
            "GET commits/"
        );
    }

    [Fact]
    public async Task A_comment_starts_the_gate_as_documented()
    {
        _github.Repository.Pulls.Clear();
        _github.Repository.AddPull(7, GateResults.Head, FakeRepository.FullName, GateResults.Branch);
        _github.Repository.Rights[Request.Writer] = "admin";

        var run = await Request.RunAsync(_contract.Address, "/perfgate softmax/*");

        Assert.True(run.Exit == ExitCode.Passed, run.Errors);
        AssertSeen(
            "GET collaborators/",
            "POST actions/workflows/perf-gate.yml/dispatches",
            "POST issues/comments/55/reactions"
        );
    }

    [Fact]
    public async Task A_badge_branch_is_created_and_moved_as_documented()
    {
        using var results = GateResults.Of(GateResults.Fine("softmax"));
        using var later = GateResults.Of(GateResults.Slow("softmax"));

        var publications = new List<Publication>();
        foreach (var each in new[] { results, later })
        {
            publications.Add(
                await Publication.RunAsync(
                    _contract.Address,
                    each.Folder,
                    each.PushEvent("refs/heads/main"),
                    sha: GateResults.Head,
                    only: [PublishPart.Badges]
                )
            );
        }

        AssertPublished([.. publications]);
        Assert.Equal(2, _github.Repository.Git.Depth("perfgate-badges"));
        AssertSeen(
            "POST git/blobs",
            "POST git/trees",
            "POST git/commits",
            "GET git/commits/",
            "GET git/ref/",
            "POST git/refs",
            "PATCH git/refs/"
        );
    }

    [Fact]
    public async Task A_baseline_is_proposed_and_attached_as_documented()
    {
        _github.Repository.Git.Commit("main", ("README.md", "hello"));
        using var results = GateResults.Of(GateResults.Fine("softmax"));
        var withoutBranch = results.Event($$"""{ "ref": "refs/tags/v1.2.0", "after": "{{GateResults.Head}}" }""");

        // Twice: the second finds the pull request, the release and its file, which it replaces.
        var publications = new List<Publication>();
        for (var i = 0; i < 2; i++)
        {
            publications.Add(
                await Publication.RunAsync(
                    _contract.Address,
                    results.Folder,
                    withoutBranch,
                    sha: GateResults.Head,
                    only: [PublishPart.Baseline],
                    baseline: results.Baseline()
                )
            );
        }

        AssertPublished([.. publications]);
        AssertSeen(
            "GET /repos/acme/kernels",
            "POST pulls",
            "GET pulls",
            "GET releases",
            "POST releases",
            "POST releases/",
            "DELETE releases/assets/"
        );
    }

    private void AssertPublished(params Publication[] publications) =>
        Assert.All(publications, p => Assert.True(p.Exit == ExitCode.Passed, $"{p.Errors}\n{_contract.Faults}"));

    // That a request was not refused says little where it was never made: only what fits comes through to the fake.
    private void AssertSeen(params string[] requests)
    {
        var seen = _github
            .Requests.Select(r => $"{r.Method} {r.Path.Replace("/repos/acme/kernels/", "", StringComparison.Ordinal)}")
            .ToList();
        Assert.All(requests, wanted => Assert.Contains(seen, s => s.StartsWith(wanted, StringComparison.Ordinal)));
    }
}
