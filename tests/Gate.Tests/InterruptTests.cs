using System.Globalization;

namespace PerfGate.Gate.Tests;

/// <summary>
/// A measurement that somebody interrupts ends as such: no verdict, and nothing that was measured is lost.
/// </summary>
[Collection("processes")]
public sealed class InterruptTests : IDisposable
{
    private readonly GateProject _project = new();

    public InterruptTests() => _project.MeasureBesideOthers();

    public void Dispose() => _project.Dispose();

    // A terminal sends INT to the whole group: perfgate gets it from there and, by TERM, from the build.
    [Theory]
    [InlineData("INT", "perfgate run")]
    [InlineData("TERM", "perfgate run")]
    [InlineData("INT", "dotnet build")]
    [InlineData("INT", "all of them")]
    public async Task An_interrupted_measurement_says_so_and_keeps_its_runs_and_nothing_is_judged_or_left(
        string signal,
        string victim
    )
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "sends POSIX signals");
        using var gate = _project.StartGroup([
            "build",
            "--no-restore",
            "-t:PerfGate",
            "-tl:off",
            "-p:PerfGateDevice=host",
            "-p:PerfGateRuns=40",
            "-p:PerfGateReference=none",
        ]);
        var ended = gate.ResultAsync(TestContext.Current.CancellationToken);
        var perfgate = await MeasuringAsync(ended);
        // Once the second run is at work.
        var target = victim switch
        {
            "perfgate run" => perfgate,
            "dotnet build" => gate.Id,
            _ => -gate.Id,
        };
        var kill = await Programs.RunAsync(
            "kill",
            ["-s", signal, "--", target.ToString(CultureInfo.InvariantCulture)],
            stop: TestContext.Current.CancellationToken
        );
        Assert.True(kill.ExitCode == 0, kill.Text);
        var result = await ended;
        var built = new BuildResult(result.ExitCode, result.Text);

        Assert.NotEqual(0, built.ExitCode);
        Assert.Contains("PG2041", Assert.Single(built.Errors), StringComparison.Ordinal);
        Assert.NotEmpty(_project.Measurement.Workers);
        Assert.False(File.Exists(_project.Output("verdict.json")));
        Assert.Empty(Left());
        Assert.Empty(
            Directory.EnumerateFiles(_project.PathOf("artifacts"), "*.tmp", SearchOption.AllDirectories)
        );
    }

    private async Task<int> MeasuringAsync(Task gate)
    {
        while (true)
        {
            Assert.False(gate.IsCompleted, "the gate ended before it could be interrupted");
            if (
                File.Exists(_project.PathOf("obj/perfgate/measuring/run-1-0.job.json"))
                && Left().FirstOrDefault(IsMeasuring) is { } found
            )
                return found.Id;
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    // What runs in the project's folder.
    private IEnumerable<RunningProcess> Left() =>
        ProcessTable.All().Where(p => p.Folder.StartsWith(_project.PathOf(""), StringComparison.Ordinal));

    private static bool IsMeasuring(RunningProcess process) =>
        process.Command.Contains("perfgate.dll run ", StringComparison.Ordinal);
}
