using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Commands;
using PerfGate.Runner.Tests.Benchmarks;

namespace PerfGate.Runner.Tests.Commands;

/// <summary>What <c>perfgate run</c> refuses before anything is started.</summary>
public sealed class RunCommandTests : IDisposable
{
    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_manifest_that_is_not_JSON_is_the_manifests_fault_and_not_the_devices()
    {
        File.WriteAllText(Path.Combine(_folder.Root, ManifestFolder.Manifest), "not json");

        var refused = await Assert.ThrowsAsync<PerfGateException>(() => Run());

        Assert.Equal(ExitCode.Usage, refused.ExitCode);
        Assert.Equal(("PG9002", 1), (refused.Diagnostics[0].Code, refused.Diagnostics[0].Location?.Line));
        Assert.False(Directory.Exists(Path.Combine(_folder.Root, "obj", "measuring")));
    }

    [Fact]
    public async Task A_filter_that_matches_no_case_is_the_command_lines_fault_and_not_the_devices()
    {
        var refused = await Assert.ThrowsAsync<PerfGateException>(() => Run("--filter", "nothing*"));

        Assert.Equal((ExitCode.Usage, "PG9118"), (refused.ExitCode, refused.Diagnostics[0].Code));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    public async Task Fewer_than_two_runs_are_refused(string runs)
    {
        var refused = await Assert.ThrowsAsync<PerfGateException>(() => Run("--runs", runs));

        Assert.Equal((ExitCode.Usage, "PG9013"), (refused.ExitCode, refused.Diagnostics[0].Code));
    }

    [Fact]
    public async Task A_GPU_that_is_named_is_not_measured_with_kernels_for_the_processor()
    {
        var refused = await Assert.ThrowsAsync<PerfGateException>(() => Run("--gpus", "0,1"));

        Assert.Equal((ExitCode.Usage, "PG9013"), (refused.ExitCode, refused.Diagnostics[0].Code));
        Assert.Contains("--gpus is '0,1'", refused.Message, StringComparison.Ordinal);
    }

    // Such a project is measured on machines without a GPU too. It gets as far as without the option.
    [Fact]
    public async Task All_GPUs_mean_the_one_device_where_kernels_run_on_the_processor()
    {
        var refused = await Assert.ThrowsAsync<PerfGateException>(() => Run("--gpus", "all", "--runs", "1"));

        Assert.Contains("--runs", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_option_that_does_not_exist_is_not_taken_for_a_manifest() =>
        Assert.Contains(
            "--device",
            Assert.Single(CommandLine.Create().Parse(Arguments("--device")).Errors).Message,
            StringComparison.Ordinal
        );

    private Task<int> Run(params string[] options) =>
        CommandLine
            .Create()
            .Parse(Arguments(options))
            .InvokeAsync(new() { EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken);

    private string[] Arguments(params string[] options)
    {
        var kernels = Path.Combine(_folder.Root, "kernels.json");
        File.WriteAllText(
            kernels,
            """{ "schemaVersion": 1, "device": "host", "modules": [], """
                + """ "compiler": { "name": "g++", "version": "12.2.0", "flags": "" } }"""
        );
        return
        [
            "run", "--kernels", kernels, "--root", _folder.Root, "--output", Path.Combine(_folder.Root, "out"),
            "--work", Path.Combine(_folder.Root, "obj"), .. options,
            Path.Combine(_folder.Root, ManifestFolder.Manifest),
        ];
    }
}
