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
    public void The_GPU_is_spared_only_where_a_precheck_says_so()
    {
        foreach (
            var text in new[]
            {
                File.ReadAllText(Checkout.PathOf(".github/workflows/perf-gate.yml")),
                WorkflowFiles.Texts("kernels/mine.csproj", "1.2.3")[4].Text,
                Sharded,
            }
        )
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

    private static IEnumerable<string> Permissions(string text) =>
        Permission().Matches(text).Select(m => m.Groups[1].Value);

    [GeneratedRegex(@"(?m)(^|\s)#.*$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"(?m)^\s+([a-z-]+: (?:read|write))\b")]
    private static partial Regex Permission();
}
