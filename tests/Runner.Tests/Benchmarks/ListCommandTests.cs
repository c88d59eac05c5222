using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Runner.Commands;

namespace PerfGate.Runner.Tests.Benchmarks;

public sealed class ListCommandTests : IDisposable
{
    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_plan_is_written_that_fits_its_schema()
    {
        Assert.Equal(0, await List("--filter", "*N=512"));

        var plan = JsonFile.Read(PlanPath, PerfGateJson.Default.CompilePlan, "plan.schema.json");
        Assert.Equal(["softmax/N=512"], plan.Cases);
        Assert.Equal(["kernels/softmax.cu", "kernels/softmax.ref.cpp"], plan.Modules.Select(m => m.Source));
    }

    [Fact]
    public async Task A_name_that_another_commits_manifest_lacks_is_passed_over_where_that_is_allowed()
    {
        await Assert.ThrowsAsync<PerfGateException>(() => List("--filter", "softmax/N=512;gone/N=1"));

        Assert.Equal(0, await List("--filter", "softmax/N=512;gone/N=1", "--allow-unmatched", "true"));

        Assert.Equal(
            ["softmax/N=512"],
            JsonFile.Read(PlanPath, PerfGateJson.Default.CompilePlan, "plan.schema.json").Cases
        );
    }

    // A measurement of a part takes every canary, and can take only what was compiled.
    [Theory]
    [InlineData(false, new[] { "softmax/N=256", "softmax/N=512" })]
    [InlineData(true, new[] { "softmax/N=512" })]
    public async Task A_filtered_plan_has_the_canaries_unless_it_is_for_another_commits_cases(
        bool another,
        string[] planned
    )
    {
        _folder.Change("\"name\": \"softmax\",", "\"name\": \"softmax\", \"role\": \"canary\",");
        Assert.Equal(0, await List(["--filter", "softmax/N=512", "--allow-unmatched", another ? "true" : "false"]));
        Assert.Equal(planned, JsonFile.Read(PlanPath, PerfGateJson.Default.CompilePlan, "plan.schema.json").Cases);
    }

    [Fact]
    public async Task A_bad_manifest_leaves_the_plan_alone()
    {
        _folder.Change("\"grid\"", "\"gird\"");

        var refused = await Assert.ThrowsAsync<PerfGateException>(() => List());

        Assert.Equal(ExitCode.Usage, refused.ExitCode);
        Assert.False(File.Exists(PlanPath));
    }

    [Fact]
    public async Task A_plan_with_nothing_new_is_not_written_again()
    {
        await List();
        var written = File.GetLastWriteTimeUtc(PlanPath);
        File.SetLastWriteTimeUtc(PlanPath, written.AddHours(-1));

        await List();

        Assert.Equal(written.AddHours(-1), File.GetLastWriteTimeUtc(PlanPath));
    }

    [Fact]
    public async Task What_a_manifest_leaves_open_is_a_warning_at_its_line()
    {
        _folder.Write(
            "kernels/softmax.cu",
            "__global__ void softmax_rows(const float* x, float* y, int n) { y[threadIdx.x] += x[threadIdx.x]; }\n"
        );
        _folder.Write(
            ManifestFolder.Manifest,
            ManifestFolder
                .Good.Replace(", \"fill\": \"poison\"", "", StringComparison.Ordinal)
                .Replace("1e-5", "1.5", StringComparison.Ordinal)
        );

        var listed = await Programs.RunAsync(
            "dotnet",
            [Checkout.Runner, "list", "--device", "host", "--root", _folder.Root, ManifestFolder.Manifest],
            _folder.Root,
            stop: TestContext.Current.CancellationToken
        );

        Assert.True(listed.ExitCode == 0, listed.Text);
        const string At = @"kernels/softmax\.bench\.json";
        Assert.Matches($@"{At}\(11,\d+\): warning PG9121: the output y has no fill", listed.Text);
        Assert.Matches($@"{At}\(21,\d+\): warning PG9125: the relative bound of y is 1\.5", listed.Text);
    }

    // The reader takes one line and closes the pipe long before the list is through.
    [Theory]
    [InlineData]
    [InlineData("--json")]
    public async Task A_reader_that_stops_after_a_line_gets_no_error(params string[] options)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a shell with pipefail is needed");
        var sizes = string.Join(", ", Enumerable.Range(1, 4_999));
        _folder.Write(
            ManifestFolder.Manifest,
            ManifestFolder
                .Good.Replace("[1024, 4096]", $"[{sizes}]", StringComparison.Ordinal)
                .Replace("\"axes\": { \"N\": [256, 512] }, ", "", StringComparison.Ordinal)
        );

        var listed = await Programs.RunAsync(
            "bash",
            [
                "-c",
                "set -o pipefail; \"$@\" | head -1",
                "bash",
                "dotnet",
                typeof(CommandLine).Assembly.Location,
                "list",
                "--device",
                "host",
                "--root",
                _folder.Root,
                .. options,
                Path.Combine(_folder.Root, ManifestFolder.Manifest),
            ],
            stop: TestContext.Current.CancellationToken
        );

        Assert.Equal("", listed.Error);
        Assert.Single(listed.Output.TrimEnd().Split('\n'));
        // 141: the signal of a closed pipe.
        Assert.Contains(listed.ExitCode, (int[])[0, 141]);
    }

    private string PlanPath => Path.Combine(_folder.Root, "obj", "plan.json");

    private Task<int> List(params string[] options) =>
        CommandLine
            .Create()
            .Parse([
                "list",
                "--device",
                "host",
                "--root",
                _folder.Root,
                "--plan",
                PlanPath,
                .. options,
                Path.Combine(_folder.Root, ManifestFolder.Manifest),
            ])
            .InvokeAsync(new() { EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken);
}
