using PerfGate.Core.Measurements;
using PerfGate.Runner.Measuring.Environments;

namespace PerfGate.Runner.Tests.Measuring.Environments;

public sealed class ClockSettlingTests
{
    [Fact]
    public async Task The_first_worker_chooses_the_clock_and_the_others_are_told_it()
    {
        string? clock = null;
        var workers = new ScriptedLauncher(_ => new(
            WorkerOutcome.Completed, null, null, new() { DeviceName = "", DeviceSlug = "", DeviceMemoryBytes = 1, Clock = clock ?? "events" }, 1));
        var settling = new ClockSettling(workers, () => clock, result =>
        {
            clock = result.Clock;
            return result;
        });

        for (var i = 0; i < 3; i++)
            await settling.RunAsync(Jobs.Any, _ => { }, TestContext.Current.CancellationToken);

        Assert.Equal([null, "events", "events"], workers.Jobs.Select(j => j.Clock));
    }
}
