using PerfGate.Core.Diagnostics;
using PerfGate.Core.Judgement;
using PerfGate.Core.Policy;
using PerfGate.Core.Reports.Text;
using PerfGate.GitHub.Tests.Fakes;

namespace PerfGate.GitHub.Tests;

/// <summary>What the judge finds reaches the pull request, from its own verdict to the comment and the check.</summary>
public sealed class JudgedVerdictTests
{
    // A grid alone is tuning: it is listed and fails nothing.
    public static TheoryData<string, string, string> CheckEdits() => new()
    {
        { "bound", "the relative bound of output y was loosened from 1e-5 to 10", "failure" },
        { "expected source", "the expected-output function silu_ref in kernels/silu.ref.cpp changed", "failure" },
        { "fill", "x is filled with constant 0 instead of normal(0, 1)", "failure" },
        { "count", "x holds 2048 f32 instead of 4096 f32", "failure" },
        { "grid", "it launches silu<<<16, 128>>> instead of silu<<<32, 128>>>", "success" },
    };

    [Theory]
    [MemberData(nameof(CheckEdits))]
    public async Task An_edit_of_a_case_of_its_own_is_listed_in_the_pull_requests_comment_and_in_its_check(
        string edit, string said, string conclusion)
    {
        var input = Edited(edit);
        Assert.Single(Judge.Decide(input).GateEdits, e => e.Contains(said, StringComparison.Ordinal));
        var escaped = MarkdownText.Prose(said);
        await using var github = await PullRequestAsync();
        using var results = GateResults.Judged(input);

        var published = await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent());

        Assert.Equal(ExitCode.Passed, published.Exit);
        var check = Assert.Single(github.Repository.Checks);
        Assert.All(
            [(string)Assert.Single(github.Repository.Comments)["body"]!, (string)check["output"]!["summary"]!],
            text =>
            {
                var shown = Assert.Single(
                    text.Split('\n'),
                    l =>
                        l.Contains("changes the gate itself", StringComparison.Ordinal)
                        && l.Contains(escaped, StringComparison.Ordinal)
                );
                Assert.Contains("silu/N=4096", shown, StringComparison.Ordinal);
                // Before any fold, where a reviewer sees it.
                Assert.True(
                    text.IndexOf(shown, StringComparison.Ordinal) < text.IndexOf("<details>", StringComparison.Ordinal),
                    edit
                );
            }
        );
        Assert.Equal(conclusion, (string)check["conclusion"]!);
    }

    [Fact]
    public async Task A_change_of_how_the_gate_runs_is_listed_in_the_comment_and_the_check_asks_for_action()
    {
        var same = Measured.Of(Measured.Case("silu/N=4096", 1000, "old"));
        var input = Measured.Input(Measured.Of(Measured.Case("silu/N=4096", 1001, "old")), same) with
        {
            GateEdits =
            [
                new("PerfGateFilter", "the filter 'silu/*' leaves out 12 of 14 cases (PerfGateFilter)", Acts: true),
            ],
        };
        await using var github = await PullRequestAsync();
        using var results = GateResults.Judged(input);

        await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent());

        Assert.Equal("action_required", (string)Assert.Single(github.Repository.Checks)["conclusion"]!);
        var body = (string)Assert.Single(github.Repository.Comments)["body"]!;
        Assert.Contains("leaves out 12 of 14 cases", body, StringComparison.Ordinal);
        Assert.Contains("Review needed", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_accepted_slow_down_is_noted_at_its_line()
    {
        var policy = new GatePolicy
        {
            Accepted = [new AcceptedSlowdown("silu/*", "more accurate", 1.5, new DateOnly(2031, 1, 1))],
        };
        var input = Slower(policy);
        Assert.Equal(CaseVerdict.Accepted, Judge.Decide(input).Cases.Single(c => c.Name == "silu/N=4096").Verdict);
        await using var github = await PullRequestAsync();
        using var results = GateResults.Judged(input);

        await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent());

        var annotation = Assert.Single(github.Repository.Annotations.Values.Single().Single())!;
        Assert.Equal("notice", (string)annotation["annotation_level"]!);
        Assert.Equal(("kernels/silu.cu", 31), ((string)annotation["path"]!, (int)annotation["start_line"]!));
        Assert.Contains("more accurate", (string)annotation["message"]!, StringComparison.Ordinal);
    }

    // A slow-down that the policy accepts is noted, and what is noted passes (docs/statistics.md, docs/ci.md). That the
    // branch proposes the entry itself is listed for the reviewer, and reading perfgate.json is no change of how the
    // gate runs.
    [Fact]
    public async Task A_slow_down_that_the_branch_itself_accepts_passes_counted_apart_with_its_entry_listed()
    {
        const string Entry = "perfgate.json newly accepts that silu/* is up to 50.0 % slower, until 2031-01-01";
        var policy = new GatePolicy
        {
            Accepted = [new AcceptedSlowdown("silu/*", "more accurate", 1.5, new DateOnly(2031, 1, 1))],
        };
        var input = Slower(policy) with { GateEdits = [new("perfgate.json", Entry, Acts: false)] };
        await using var github = await PullRequestAsync();
        using var results = GateResults.Judged(input);

        await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent());

        var check = Assert.Single(github.Repository.Checks);
        Assert.Equal("success", (string)check["conclusion"]!);
        Assert.Contains("1 accepted, 1 unchanged", (string)check["output"]!["title"]!, StringComparison.Ordinal);
        Assert.All(
            [(string)Assert.Single(github.Repository.Comments)["body"]!, (string)check["output"]!["summary"]!],
            text =>
            {
                Assert.Contains(MarkdownText.Prose(Entry), text, StringComparison.Ordinal);
                Assert.DoesNotContain("not slower", text, StringComparison.Ordinal);
                Assert.DoesNotContain("No case needs a look", text, StringComparison.Ordinal);
            }
        );
    }

    // GitHub lets a pull request be merged with a required check that is neutral; failOnInconclusive stops it.
    [Theory]
    [InlineData(false, "neutral")]
    [InlineData(true, "failure")]
    public async Task An_undecided_gate_is_neutral_unless_the_policy_fails_it(bool fails, string conclusion)
    {
        var input = Undecided(new() { FailOnInconclusive = fails });
        Assert.Equal(CaseVerdict.Inconclusive, Judge.Decide(input).Cases.Single(c => c.Name == "silu/N=4096").Verdict);
        await using var github = await PullRequestAsync();
        using var results = GateResults.Judged(input);

        var published = await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent());

        Assert.Equal(ExitCode.Passed, published.Exit);
        var check = Assert.Single(github.Repository.Checks);
        Assert.Equal(conclusion, (string)check["conclusion"]!);
        Assert.StartsWith("Undecided: ", (string)check["output"]!["title"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_regression_fails_at_its_line()
    {
        await using var github = await PullRequestAsync();
        using var results = GateResults.Judged(Slower(new()));

        await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent());

        Assert.Equal("failure", (string)Assert.Single(github.Repository.Checks)["conclusion"]!);
        Assert.Equal(
            "failure",
            (string)Assert.Single(github.Repository.Annotations.Values.Single().Single())!["annotation_level"]!
        );
    }

    private static JudgementInput Slower(GatePolicy policy) => Measured.Input(
        Measured.Of(Measured.Case("silu/N=4096", 1200, "new"), Measured.Case("steady", 1000, "old")),
        Measured.Of(Measured.Case("silu/N=4096", 1000, "old"), Measured.Case("steady", 1000, "old")),
        policy) with
    {
        Trial = Measured.Of(Measured.Case("silu/N=4096", 1200, "new", reference: 1000)) with { Interleaved = true },
    };

    // Slower than the tolerance by the baseline alone; no trial was held that could decide.
    private static JudgementInput Undecided(GatePolicy policy) => Slower(policy) with { Trial = null };

    private static JudgementInput Edited(string edit)
    {
        var old = Measured.Declaration;
        var now = edit switch
        {
            "bound" => old with { Outputs = [new("y", 10)] },
            "expected source" => old with { Expected = old.Expected with { Digest = "d2", CodeHash = "c2" } },
            "fill" => old with { Buffers = old.Buffers.SetItem(0, old.Buffers[0] with { Fill = "constant 0" }) },
            "count" => old with
            {
                Buffers = [old.Buffers[0] with { Count = 2048 }, old.Buffers[1] with { Count = 2048 }],
            },
            "grid" => old with { Launches = [old.Launches[0] with { Grid = "16" }] },
            _ => throw new ArgumentOutOfRangeException(nameof(edit), edit, "no such edit"),
        };
        return Measured.Input(
            Measured.Of(
                Measured.Case("silu/N=4096", 1000, "new", declaration: now),
                Measured.Case("steady", 1000, "old")
            ),
            Measured.Of(
                Measured.Case("silu/N=4096", 1003, "old", declaration: old),
                Measured.Case("steady", 1002, "old")
            )
        ) with
        {
            BaseCases = [new("silu/N=4096", null, old)],
        };
    }

    private static async Task<FakeGitHub> PullRequestAsync()
    {
        var github = await FakeGitHub.StartAsync();
        github.Repository.AddPull(7, GateResults.Head, GateResults.Fork, GateResults.Branch);
        return github;
    }
}
