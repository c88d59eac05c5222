using System.Diagnostics;
using PerfGate.Core.Measurements;

namespace PerfGate.Gate.Tests;

/// <summary><c>perfgate run --gpus</c>, with real processes and GPUs that are made up.</summary>
[Collection("processes")]
public sealed class SeveralGpusTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly FakeGpuProject _project;

    public SeveralGpusTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the made-up CUDA driver is built for Linux");
        _project = new();
    }

    public void Dispose() => _project?.Dispose();

    [Fact]
    public async Task All_GPUs_share_the_cases_and_one_measurement_is_left()
    {
        var ran = await ResultAsync(_project.Run("--gpus", "all", "--runs", "2"));

        Assert.True(ran.ExitCode == 0, ran.Text);
        Assert.Contains("GPU 0: run 1: 2 cases", ran.Output, StringComparison.Ordinal);
        Assert.Contains("GPU 1: run 1: 1 case", ran.Output, StringComparison.Ordinal);
        var measured = FakeGpuProject.Read(_project.Measurement);
        Assert.Null(measured.Shard);
        Assert.Equal(3, measured.Cases.Length);
        Assert.All(
            measured.Cases,
            c =>
                Assert.Equal((CaseStatus.Measured, 2, true), (c.Status, c.Runs.Length, Assert.Single(c.Checks).Passed))
        );
        Assert.Equal(FakeGpuProject.Gpus.Order(), measured.Cases.Select(c => c.Gpu).Distinct().Order());
        Assert.Single(Directory.GetFiles(_project.PathOf("work/cached"), "input-*.bin"));
        Assert.Empty(Directory.GetDirectories(_project.PathOf("work/gpus"), "cached", SearchOption.AllDirectories));
        Assert.All([0, 1], gpu => Assert.Equal(FakeGpuProject.Gpus[gpu], _project.VisibleToWorkerOf(gpu)));

        var judged = await ResultAsync(_project.Start("judge", "--output", "out"));
        Assert.Contains("Nothing was compared (3 new).", judged.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_GPU_that_fails_is_named_and_the_other_one_stops()
    {
        _project.SecondIsBroken = true;
        _project.Write("out/measurement.json", "of an earlier run");

        var ran = await ResultAsync(_project.Run("--gpus", "all", "--runs", "1000"));

        Assert.Equal(3, ran.ExitCode);
        Assert.Contains("error PG2001: GPU 1: ", ran.Error, StringComparison.Ordinal);
        Assert.Equal(0, _project.Workers);
        Assert.False(File.Exists(_project.Measurement));
    }

    // A machine that has no time for it is not waited for: 130 is the exit code then.
    [Theory]
    [InlineData("KILL", 137)]
    [InlineData("INT", 3, 130)]
    public async Task No_worker_outlives_it_and_no_earlier_measurement_is_left(string signal, params int[] exits)
    {
        _project.Write("out/measurement.json", "of an earlier run");
        using var run = _project.Run("--gpus", "0,1", "--runs", "40");
        var result = run.ResultAsync(TestContext.Current.CancellationToken);
        await UntilAsync(() => AtWork(0) && AtWork(1), result);

        using (var kill = Process.Start("kill", ["-s", signal, $"{run.Id}"]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);

        var ended = await result;
        await UntilAsync(() => _project.Workers == 0, null);
        Assert.Contains(ended.ExitCode, exits);
        Assert.Equal(ended.ExitCode == 3, ended.Error.Contains("error PG2041: ", StringComparison.Ordinal));
        Assert.False(File.Exists(_project.Measurement));
        foreach (var gpu in (int[])[0, 1])
            Assert.NotNull(FakeGpuProject.Read(_project.PathOf($"work/gpus/{gpu}/results/measurement.json")).Shard);
    }

    [Theory]
    [InlineData("PG9013: --gpus is 'all': the shard 1/2 is measured on one GPU", "--shard", "1/2")]
    [InlineData("PG9013: --gpus is 'all': program is measured in a command", "program.bench.json")]
    public async Task What_several_GPUs_cannot_share_is_refused(string refusal, params string[] options)
    {
        _project.Write(
            "program.bench.json",
            """
            { "schemaVersion": 1, "benchmarks": [
              { "name": "program", "command": ["true"], "measure": { "kernels": "*" } } ] }
            """
        );

        var ran = await ResultAsync(_project.Run([.. options, "--gpus", "all"]));

        Assert.Equal(2, ran.ExitCode);
        Assert.Contains(refusal, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_one_case_one_GPU_is_measured_as_ever()
    {
        var ran = await ResultAsync(_project.Run("--gpus", "1,0", "--runs", "2", "--filter", "count/N=64"));

        Assert.True(ran.ExitCode == 0, ran.Text);
        Assert.StartsWith("Preparing the ", ran.Output, StringComparison.Ordinal);
        var measured = FakeGpuProject.Read(_project.Measurement);
        Assert.Equal(FakeGpuProject.Gpus[1], measured.Environment.Gpu?.Uuid);
        Assert.Equal(3, measured.Cases.Length);
    }

    private bool AtWork(int gpu) => File.Exists(_project.PathOf($"work/gpus/{gpu}/run-1-0.job.json"));

    private static async Task<ProgramResult> ResultAsync(Process started)
    {
        using (started)
            return await started.ResultAsync(TestContext.Current.CancellationToken);
    }

    private static async Task UntilAsync(Func<bool> condition, Task<ProgramResult>? unless)
    {
        for (var watch = Stopwatch.StartNew(); !condition();)
        {
            Assert.True(watch.Elapsed < Limit, "it takes too long");
            Assert.False(unless?.IsCompleted ?? false, "perfgate ended before");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
