using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.GitHub.Tests.Fakes;

namespace PerfGate.GitHub.Tests;

/// <summary>A pull request that can change how it is measured never gets a check that passes by itself.</summary>
public sealed class ChangedFilesTests
{
    [Theory]
    [InlineData(".github/workflows/perf-gate.yml")]
    [InlineData(".GitHub/workflows/x.yaml")]
    [InlineData(".github/actions/setup/action.yml")]
    [InlineData("kernels/kernels.csproj")]
    [InlineData("kernels/kernels.csproj.user")]
    [InlineData("build/gate.proj")]
    [InlineData("Directory.Build.props")]
    [InlineData("kernels/Directory.Build.targets")]
    [InlineData("kernels/directory.build.TARGETS")]
    [InlineData("Directory.Packages.props")]
    [InlineData("Directory.Build.rsp")]
    [InlineData("MSBuild.rsp")]
    [InlineData("global.json")]
    [InlineData("NuGet.Config")]
    [InlineData("all.slnx")]
    [InlineData(".gitlab-ci.yml")]
    public async Task A_pull_request_that_changes_a_build_file_or_a_workflow_needs_action_and_names_it(string file)
    {
        await using var github = await PullRequestAsync("kernels/softmax.cu", file);
        using var results = GateResults.Of(GateResults.Fine("softmax"));

        var published = await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent());

        Assert.Equal(ExitCode.Passed, published.Exit);
        Assert.Contains("PG5031", published.Errors, StringComparison.Ordinal);
        var check = Assert.Single(github.Repository.Checks);
        Assert.Equal("action_required", (string)check["conclusion"]!);
        Assert.Contains(
            "decides itself how it is measured",
            (string)check["output"]!["title"]!,
            StringComparison.Ordinal
        );
        Assert.Contains($"`{file}`", (string)check["output"]!["summary"]!, StringComparison.Ordinal);
        Assert.Contains(
            $"`{file}`",
            (string)Assert.Single(github.Repository.Comments)["body"]!,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("kernels/softmax.cu")]
    [InlineData("kernels/softmax.bench.json")]
    [InlineData("docs/github/workflow.md")]
    [InlineData("kernels/project.cuh")]
    [InlineData("baselines/host-test.json")]
    public async Task A_pull_request_that_changes_kernels_alone_passes(string file)
    {
        await using var github = await PullRequestAsync(file);
        using var results = GateResults.Of(GateResults.Fine("softmax"));

        await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent());

        Assert.Equal("success", (string)Assert.Single(github.Repository.Checks)["conclusion"]!);
    }

    [Fact]
    public async Task A_build_file_under_a_new_name_is_one_that_changed()
    {
        await using var github = await PullRequestAsync("kernels/notes.txt");
        github.Repository.Files[7][0]["previous_filename"] = "kernels/kernels.csproj";
        github.Repository.Files[7][0]["status"] = "renamed";
        using var results = GateResults.Of(GateResults.Fine("softmax"));

        await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent());

        Assert.Equal("action_required", (string)Assert.Single(github.Repository.Checks)["conclusion"]!);
    }

    [Fact]
    public async Task A_build_file_on_a_late_page_is_found()
    {
        await using var github = await PullRequestAsync([
            .. Enumerable.Range(0, 250).Select(i => $"a/{i:000}.cu"),
            "z/last.props",
        ]);
        using var results = GateResults.Of(GateResults.Fine("softmax"));

        await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent());

        Assert.Equal("action_required", (string)Assert.Single(github.Repository.Checks)["conclusion"]!);
    }

    [Fact]
    public async Task A_regression_stays_a_failure()
    {
        await using var github = await PullRequestAsync("kernels/kernels.csproj");
        using var results = GateResults.Of(GateResults.Slow("softmax"));

        await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent());

        Assert.Equal("failure", (string)Assert.Single(github.Repository.Checks)["conclusion"]!);
    }

    [Theory]
    [InlineData("perfgate.json", "kernels/*.csproj", "neutral")]
    [InlineData("kernels/softmax.cu", "kernels/*.csproj", "action_required")]
    [InlineData("perfgate.json", "build/*.csproj", "action_required")]
    public async Task A_change_that_the_pull_request_accepts_in_its_policy_is_neutral_and_never_a_success(
        string other, string accepted, string conclusion)
    {
        await using var github = await PullRequestAsync("kernels/kernels.csproj", other);
        using var results = GateResults.Of(GateResults.Fine("softmax"));
        Accept(results, accepted);

        var published = await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent());

        Assert.Equal(
            (ExitCode.Passed, ""),
            (
                published.Exit,
                string.Concat(published.Errors.Split('\n').Where(l => l.Contains("error", StringComparison.Ordinal)))
            )
        );
        Assert.Equal(conclusion, (string)Assert.Single(github.Repository.Checks)["conclusion"]!);
        Assert.Contains(
            "`kernels/kernels.csproj`",
            (string)Assert.Single(github.Repository.Comments)["body"]!,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Files_that_GitHub_does_not_list_are_not_taken_for_harmless()
    {
        await using var github = await PullRequestAsync("kernels/softmax.cu");
        github.Fault(
            r => r.Path.Contains("/files", StringComparison.Ordinal),
            FakeAnswer.Refuse(403, "Resource not accessible"),
            times: int.MaxValue
        );
        using var results = GateResults.Of(GateResults.Fine("softmax"));

        var published = await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent());

        Assert.Equal(ExitCode.Publish, published.Exit);
        var check = Assert.Single(github.Repository.Checks);
        Assert.Equal("action_required", (string)check["conclusion"]!);
        Assert.Contains("It is not known", (string)check["output"]!["title"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_pull_request_of_the_same_commit_does_not_hide_the_first_ones_files()
    {
        await using var github = await PullRequestAsync("kernels/softmax.cu");
        github.Repository.AddPull(8, GateResults.Head, GateResults.Fork, GateResults.Branch);
        github.Repository.Change(8, "kernels/kernels.csproj");
        using var results = GateResults.Of(GateResults.Fine("softmax"));

        await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent());

        Assert.Equal("action_required", (string)Assert.Single(github.Repository.Checks)["conclusion"]!);
    }

    [Fact]
    public async Task A_file_name_is_inert_in_the_comment()
    {
        await using var github = await PullRequestAsync("`</details><img src=x>@everyone\n# h.props");
        using var results = GateResults.Of(GateResults.Fine("softmax"));

        await Publication.RunAsync(github.Address, results.Folder, results.ForkEvent());

        var body = (string)Assert.Single(github.Repository.Comments)["body"]!;
        Assert.DoesNotContain("\n# h", body, StringComparison.Ordinal);
        Assert.DoesNotContain("`</details>", body, StringComparison.Ordinal);
        Assert.Contains("h.props`", body, StringComparison.Ordinal);
    }

    private static async Task<FakeGitHub> PullRequestAsync(params string[] files)
    {
        var github = await FakeGitHub.StartAsync();
        github.Repository.AddPull(7, GateResults.Head, GateResults.Fork, GateResults.Branch);
        github.Repository.Change(7, files);
        return github;
    }

    private static void Accept(GateResults results, string pattern)
    {
        var verdict = JsonFile.Read<Verdict>(results.At("verdict.json"), PerfGateJson.Default, "verdict.schema.json");
        var policy = verdict.Policy with
        {
            AcceptedGateEdits = [new(pattern, "a new kernel", new DateOnly(2099, 1, 1))],
        };
        JsonFile.Write(results.At("verdict.json"), verdict with { Policy = policy }, PerfGateJson.Default.Verdict);
    }
}
