using System.Diagnostics;
using System.Globalization;

namespace PerfGate.Gate.Tests;

/// <summary>
/// A measurement that somebody interrupts ends as such: no verdict, and nothing that was measured is lost.
/// </summary>
[Collection("no times")]
public sealed class InterruptTests : IDisposable
{
    private readonly GateProject _project = new();

    public InterruptTests() => _project.MeasureBesideOthers();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task An_interrupted_measurement_says_so_and_keeps_its_runs_and_nothing_is_judged()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "sends POSIX signals");
        var gate = _project.BuildAsync("PerfGate", "PerfGateRuns=40", "PerfGateReference=none");
        var perfgate = await MeasuringAsync(gate);
        // perfgate run, once its second run is at work.
        using (var kill = Process.Start("kill", ["-s", "INT", perfgate.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        var built = await gate;

        Assert.NotEqual(0, built.ExitCode);
        Assert.Contains("PG2041", Assert.Single(built.Errors), StringComparison.Ordinal);
        Assert.NotEmpty(_project.Measurement.Workers);
        Assert.False(File.Exists(_project.Output("verdict.json")));
    }

    private async Task<int> MeasuringAsync(Task gate)
    {
        while (true)
        {
            Assert.False(gate.IsCompleted, "the gate ended before it could be interrupted");
            if (
                File.Exists(_project.PathOf("obj/perfgate/measuring/run-1-0.job.json"))
                && ProcessTable.All().FirstOrDefault(IsMeasuring) is { } found
            )
                return found.Id;
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private bool IsMeasuring(RunningProcess process) =>
        process.Folder.StartsWith(_project.PathOf(""), StringComparison.Ordinal)
        && process.Command.Contains("perfgate.dll run ", StringComparison.Ordinal);
}
