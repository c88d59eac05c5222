using System.Text.RegularExpressions;
using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Init;

namespace PerfGate.GitHub.Contract.Tests;

/// <summary>The workflows that <c>perfgate init --workflows</c> writes for a user of the package.</summary>
public sealed partial class WrittenWorkflowTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("perfgate-workflows-").FullName;

    public WrittenWorkflowTests()
    {
        Directory.CreateDirectory(Path.Combine(_root, "kernels"));
        File.WriteAllText(
            Path.Combine(_root, "kernels", "mine.csproj"),
            "<Project><ItemGroup><CudaKernel Include=\"*.cu\" /></ItemGroup></Project>"
        );
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task They_pass_actionlint_and_shellcheck_and_pin_every_action()
    {
        WorkflowFiles.Write(_root, null, 1, TextWriter.Null);
        var files = Directory.GetFiles(Path.Combine(_root, ".github", "workflows"), "*.yml");
        Assert.Equal(5, files.Length);
        var sharded = Path.Combine(_root, "sharded.yml");
        await File.WriteAllTextAsync(sharded, Sharded, TestContext.Current.CancellationToken);

        using var lint = NodeTools.Start(NodeTools.Node("lint-workflows.mjs", [.. files, sharded]));
        var errors = lint.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await lint.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await lint.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(lint.ExitCode == 0, await errors);
    }

    [Fact]
    public void They_use_the_package_and_the_tool_and_nothing_of_a_checkout_of_PerfGate()
    {
        var all = WorkflowFiles.Texts("kernels/mine.csproj", "1.2.3");

        Assert.Equal(
            [
                "perf-baseline.yml",
                "perf-gate-comment.yml",
                "perf-gate-nightly.yml",
                "perf-gate-report.yml",
                "perf-gate.yml",
            ],
            all.Select(w => w.Name)
        );
        Assert.All(
            all,
            w =>
            {
                Assert.DoesNotContain("src/Runner", w.Text, StringComparison.Ordinal);
                Assert.DoesNotContain("global.json", w.Text, StringComparison.Ordinal);
                Assert.DoesNotMatch("@[A-Z]+@", w.Text);
            }
        );
        Assert.Contains(
            "dotnet build \"kernels/mine.csproj\" -tl:off /t:PerfGate ",
            all[4].Text,
            StringComparison.Ordinal
        );
        Assert.Contains("path: kernels/artifacts/perfgate\n", all[4].Text, StringComparison.Ordinal);
        Assert.Contains("path: baselines/*.json\n", all[0].Text, StringComparison.Ordinal);
        Assert.Contains(
            "dotnet tool install PerfGate.Tool --version \"1.2.3\" --tool-path",
            all[3].Text,
            StringComparison.Ordinal
        );
        Assert.Contains("path: kernels/artifacts/perfgate/measurement.json\n", all[2].Text, StringComparison.Ordinal);
        Assert.Contains("--compile-base \"kernels/obj/perfgate/base.rsp\"", all[2].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("perf-gate.yml")]
    [InlineData("perf-gate-report.yml")]
    [InlineData("perf-baseline.yml")]
    [InlineData("perf-gate-comment.yml")]
    [InlineData("perf-gate-nightly.yml")]
    public void They_may_what_those_of_this_repository_may(string name)
    {
        var ours = File.ReadAllText(Checkout.PathOf($".github/workflows/{name}"));
        var theirs = WorkflowFiles.Texts("mine.csproj", "1.2.3").Single(w => w.Name == name).Text;

        Assert.Equal(Permissions(ours), Permissions(theirs));
        Assert.NotEmpty(Permissions(theirs));
        Assert.DoesNotContain("pull_request_target", theirs, StringComparison.Ordinal);
        Assert.DoesNotContain("secrets.", theirs, StringComparison.Ordinal);
        Assert.DoesNotContain("workflow_run.head_sha", Comment().Replace(theirs, ""), StringComparison.Ordinal);
    }

    [Fact]
    public void What_exists_is_not_overwritten_and_a_folder_without_kernels_is_refused()
    {
        WorkflowFiles.Write(_root, null, 1, TextWriter.Null);

        var again = Assert.Throws<PerfGateException>(() => WorkflowFiles.Write(_root, null, 1, TextWriter.Null));
        File.Delete(Path.Combine(_root, "kernels", "mine.csproj"));
        var none = Assert.Throws<PerfGateException>(() => WorkflowFiles.Write(_root, null, 1, TextWriter.Null));

        Assert.Equal("PG9150", again.Diagnostics[0].Code);
        Assert.Equal("PG9152", none.Diagnostics[0].Code);
    }

    [Fact]
    public void Shards_are_a_matrix_and_a_job_that_judges_them_as_one()
    {
        Assert.Contains("shard: [1, 2, 3, 4]", Sharded, StringComparison.Ordinal);
        Assert.Contains("-p:PerfGateShard=\"$SHARD/4\"", Sharded, StringComparison.Ordinal);
        Assert.Equal(["contents: read"], Permissions(Sharded));
        Assert.DoesNotContain("actions/checkout", Sharded.Split("\n  judge:")[1], StringComparison.Ordinal);
        Assert.DoesNotMatch("@[A-Z]+@", Sharded);
    }

    [Fact]
    public void A_merge_queue_starts_the_gate_and_every_job_that_compares_does_so_with_the_queues_base()
    {
        foreach (var text in Gates)
        {
            var head = text.Split("\njobs:\n")[0];
            Assert.Matches(@"(?m)^  merge_group:", head.Split("\non:\n")[1].Split("\n\n")[0]);
            var comparing = Jobs(text).Where(j => Comparing().IsMatch(j)).ToList();
            Assert.Equal(["precheck", "measure"], comparing.Select(j => j.Split(':')[0].Trim()));
            Assert.All(
                comparing,
                job =>
                {
                    Assert.Single(Comparing().Matches(job));
                    Assert.Contains(" -p:PerfGateBase=\"$BASE\"", job, StringComparison.Ordinal);
                    Assert.Matches(QueuesBase(), job);
                    // The queue's own commit, and the history that holds its base.
                    Assert.Contains(
                        "ref: ${{ github.event.pull_request.head.sha || github.sha }}\n",
                        job,
                        StringComparison.Ordinal
                    );
                    Assert.Contains("fetch-depth: 0", job, StringComparison.Ordinal);
                }
            );
        }
    }

    [Fact]
    public void What_a_merge_queue_started_is_reported()
    {
        foreach (
            var text in new[]
            {
                File.ReadAllText(Checkout.PathOf(".github/workflows/perf-gate-report.yml")),
                WorkflowFiles.Texts("kernels/mine.csproj", "1.2.3").Single(w => w.Name == "perf-gate-report.yml").Text,
            }
        )
        {
            Assert.Contains(
                "contains(fromJSON('[\"pull_request\", \"merge_group\", \"workflow_dispatch\"]'), "
                    + "github.event.workflow_run.event)",
                text,
                StringComparison.Ordinal
            );
            var publish = text.Split("- name: Publish\n")[1].Split("- name:")[0];
            Assert.Contains(
                "if: github.event.workflow_run.event != 'workflow_dispatch'\n",
                publish,
                StringComparison.Ordinal
            );
            Assert.Contains(" publish --output ", publish, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_GPU_is_spared_only_where_a_precheck_says_so()
    {
        foreach (var text in Gates)
        {
            var (precheck, measure) = (text.Split("\n  measure:")[0], text.Split("\n  measure:")[1]);
            Assert.Contains("needed: ${{ steps.precheck.outputs.needed }}", precheck, StringComparison.Ordinal);
            Assert.Contains("runs-on: ubuntu-24.04", precheck, StringComparison.Ordinal);
            Assert.DoesNotContain("self-hosted", precheck, StringComparison.Ordinal);
            Assert.Contains(
                "if: ${{ !cancelled() && needs.precheck.outputs.needed != 'false' }}",
                measure,
                StringComparison.Ordinal
            );
        }
    }

    private static string Sharded =>
        WorkflowFiles.Texts("kernels/mine.csproj", "1.2.3", 4).Single(w => w.Name == "perf-gate.yml").Text;

    // The workflow of this repository, the one that is written for one machine, and the one for several.
    private static string[] Gates =>
        [
            File.ReadAllText(Checkout.PathOf(".github/workflows/perf-gate.yml")),
            WorkflowFiles.Texts("kernels/mine.csproj", "1.2.3").Single(w => w.Name == "perf-gate.yml").Text,
            Sharded,
        ];

    // Each from its name on.
    private static IEnumerable<string> Jobs(string text) => JobName().Split(text.Split("\njobs:\n")[1]).Skip(1);

    private static IEnumerable<string> Permissions(string text) =>
        Permission().Matches(text).Select(m => m.Groups[1].Value);

    [GeneratedRegex(@"(?m)^(?=  [a-z-]+:$)")]
    private static partial Regex JobName();

    [GeneratedRegex(@"\n +BASE: \$\{\{ github\.event\.merge_group\.base_sha (\|\| inputs\.base )?\}\}\n")]
    private static partial Regex QueuesBase();

    [GeneratedRegex("[/-]t:PerfGate")]
    private static partial Regex Comparing();

    [GeneratedRegex(@"(?m)(^|\s)#.*$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"(?m)^\s+([a-z-]+: (?:read|write))\b")]
    private static partial Regex Permission();
}
