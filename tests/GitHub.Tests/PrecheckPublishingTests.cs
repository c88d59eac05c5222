using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Policy;
using PerfGate.Core.Prechecks;
using PerfGate.GitHub.Tests.Fakes;

namespace PerfGate.GitHub.Tests;

/// <summary>Where no case needs the device, the precheck is the verdict; a skipped job posts none.</summary>
public sealed class PrecheckPublishingTests
{
    private const string Nothing = "no-results";

    private static readonly PrecheckReport Unchanged = new()
    {
        DeviceSlug = "nvidia-l4",
        Reference = "the kernels of the base, commit 2222222222",
        Commit = GateResults.Head,
        Cases =
        [
            new("softmax/N=1024", Measure: false, "machine code, launches and checks are the base's"),
            new("gemm/M=64", Measure: false, "machine code, launches and checks are the base's"),
        ],
    };

    private static readonly PrecheckReport Changed = Unchanged with
    {
        Cases = [Unchanged.Cases[0] with { Measure = true, Reason = "its machine code is not the base's" }],
        Resources = [new("softmax_rows", ResourceKind.Spills, 0, 64, "spills 64 bytes, and spilled none")],
    };

    [Fact]
    public async Task A_change_that_needs_no_device_gets_a_green_check_and_a_comment_with_the_list()
    {
        await using var github = await PullRequestAsync();

        var published = await PublishAsync(github, Unchanged, Nothing);

        Assert.Equal(ExitCode.Passed, published.Exit);
        var check = Assert.Single(github.Repository.Checks);
        Assert.Equal((GateResults.Head, "success"), ((string)check["head_sha"]!, (string)check["conclusion"]!));
        var summary = (string)check["output"]!["summary"]!;
        Assert.Contains("No case needs the device", summary, StringComparison.Ordinal);
        Assert.Contains(
            "| `softmax/N=1024` | machine code, launches and checks are the base's |",
            summary,
            StringComparison.Ordinal
        );
        Assert.Contains("`gemm/M=64`", summary, StringComparison.Ordinal);
        Assert.Contains(
            "gemm/M=64",
            (string)Assert.Single(github.Repository.Comments)["body"]!,
            StringComparison.Ordinal
        );
        Assert.Contains("verdict: No case needs the device", published.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_could_not_be_read_at_the_base_is_shown_and_makes_the_check_neutral()
    {
        await using var github = await PullRequestAsync();

        await PublishAsync(github, Unchanged with { Warnings = ["What x.bench.json declares is not known"] }, Nothing);

        var check = Assert.Single(github.Repository.Checks);
        Assert.Equal("neutral", (string)check["conclusion"]!);
        Assert.Contains("x.bench.json", (string)check["output"]!["summary"]!, StringComparison.Ordinal);
    }

    public static TheoryData<string, PrecheckReport> Refused() =>
        new()
        {
            { "a case must be measured", Changed },
            { "the gate must run", Unchanged with { GateEdits = [".github/workflows/perf-gate.yml"] } },
            { "another commit", Unchanged with { Commit = GateResults.Other } },
            { "no commit", Unchanged with { Commit = null } },
        };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_precheck_is_no_verdict_where(string what, PrecheckReport precheck)
    {
        Assert.NotEmpty(what);
        await using var github = await PullRequestAsync();

        var published = await PublishAsync(github, precheck, Nothing);

        Assert.Equal(ExitCode.Publish, published.Exit);
        Assert.Equal("failure", (string)Assert.Single(github.Repository.Checks)["conclusion"]!);
        Assert.Empty(github.Repository.Comments);
    }

    [Fact]
    public async Task Where_both_are_there_the_results_count_and_the_prechecks_findings_are_shown()
    {
        await using var github = await PullRequestAsync();

        await PublishAsync(github, Changed, results: null);

        var check = Assert.Single(github.Repository.Checks);
        Assert.Equal("success", (string)check["conclusion"]!);
        var summary = (string)check["output"]!["summary"]!;
        Assert.Contains("Measured at", summary, StringComparison.Ordinal);
        Assert.Contains("| `softmax_rows` | spills 64 bytes, and spilled none |", summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_resource_that_the_policy_fails_fails_the_check_of_good_times()
    {
        await using var github = await PullRequestAsync();

        await PublishAsync(github, Changed with { Action = ResourceAction.Fail }, results: null);

        var check = Assert.Single(github.Repository.Checks);
        Assert.Equal("failure", (string)check["conclusion"]!);
        Assert.StartsWith("The precheck failed", (string)check["output"]!["title"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_precheck_the_path_of_one_changes_nothing()
    {
        await using var github = await PullRequestAsync();
        using var results = GateResults.Of(GateResults.Fine("softmax"));

        var published = await Publication.RunAsync(
            github.Address,
            results.Folder,
            results.ForkEvent(),
            precheck: results.At("none.zip")
        );

        Assert.Equal(ExitCode.Passed, published.Exit);
        Assert.DoesNotContain(
            "Found before measuring",
            (string)Assert.Single(github.Repository.Comments)["body"]!,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(false, "action_required")]
    [InlineData(true, "neutral")]
    public async Task A_changed_workflow_keeps_the_check_from_passing(bool accepted, string conclusion)
    {
        await using var github = await PullRequestAsync();
        github.Repository.Change(7, ".github/workflows/perf-gate.yml", "perfgate.json");
        ImmutableArray<AcceptedGateEdit> entries = accepted
            ? [new(".github/workflows/*", "a new runner", DateOnly.MaxValue)]
            : [];

        await PublishAsync(github, Unchanged with { AcceptedGateEdits = entries }, Nothing);

        Assert.Equal(conclusion, (string)Assert.Single(github.Repository.Checks)["conclusion"]!);
    }

    [Fact]
    public async Task The_comment_can_be_printed_without_asking_anybody()
    {
        await using var github = await PullRequestAsync();
        using var folder = GateResults.Of();

        var published = await Publication.RunAsync(
            github.Address,
            folder.At(Nothing),
            folder.ForkEvent(),
            precheck: folder.Precheck(Unchanged),
            dryRun: true,
            markdown: true
        );

        Assert.Equal(ExitCode.Passed, published.Exit);
        Assert.Contains("**Nothing to measure.** No case needs the device", published.Output, StringComparison.Ordinal);
        Assert.Empty(github.Requests);
    }

    [Fact]
    public async Task Ten_thousand_cases_are_listed_as_far_as_a_check_holds()
    {
        await using var github = await PullRequestAsync();
        ImmutableArray<PrecheckedCase> many =
        [
            .. Enumerable.Range(0, 10_000).Select(i => new PrecheckedCase($"case/N={i}", false, "as at the base")),
        ];

        await PublishAsync(github, Unchanged with { Cases = many }, Nothing);

        var summary = (string)Assert.Single(github.Repository.Checks)["output"]!["summary"]!;
        Assert.InRange(summary.Length, 10_000, 65_535);
        Assert.Contains("more rows.", summary, StringComparison.Ordinal);
        Assert.EndsWith("#artifacts)\n", summary, StringComparison.Ordinal);
    }

    private static async Task<Publication> PublishAsync(FakeGitHub github, PrecheckReport precheck, string? results)
    {
        using var folder = GateResults.Of(GateResults.Fine("softmax/N=1024"));
        return await Publication.RunAsync(
            github.Address,
            results is null ? folder.Folder : folder.At(results),
            folder.ForkEvent(),
            precheck: folder.Precheck(precheck)
        );
    }

    private static async Task<FakeGitHub> PullRequestAsync()
    {
        var github = await FakeGitHub.StartAsync();
        github.Repository.AddPull(7, GateResults.Head, GateResults.Fork, GateResults.Branch);
        return github;
    }
}
