using PerfGate.Core.Measurements;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Measuring.Environments;

namespace PerfGate.Runner.Tests.Measuring.Environments;

public sealed class ClockSettlingTests
{
    [Fact]
    public async Task The_first_worker_chooses_the_clock_and_the_others_are_told_it()
    {
        string? clock = null;
        var workers = new ScriptedLauncher(_ =>
            new(
                WorkerOutcome.Completed,
                null,
                null,
                new()
                {
                    DeviceName = "",
                    DeviceSlug = "",
                    DeviceMemoryBytes = 1,
                    Clock = clock ?? "events",
                },
                1
            )
        );
        var settling = new ClockSettling(
            workers,
            () => clock,
            result =>
            {
                clock = result.Clock;
                return result;
            }
        );

        for (var i = 0; i < 3; i++)
            await settling.RunAsync(Jobs.Any, _ => { }, TestContext.Current.CancellationToken);

        Assert.Equal([null, "events", "events"], workers.Jobs.Select(j => j.Clock));
    }

    [Fact]
    public async Task The_worker_that_measures_the_ceilings_has_no_say_in_it()
    {
        var settled = new List<WorkerResult>();
        var described = new WorkerResult
        {
            DeviceName = "",
            DeviceSlug = "",
            DeviceMemoryBytes = 1,
            Clock = "events",
        };
        var settling = new ClockSettling(
            new ScriptedLauncher(_ => new(WorkerOutcome.Completed, null, null, described, 1)),
            () => null,
            result =>
            {
                settled.Add(result);
                return result;
            }
        );

        var exit = await settling.RunAsync(
            Jobs.Any with
            {
                Mode = WorkerMode.Ceilings,
            },
            _ => { },
            TestContext.Current.CancellationToken
        );

        Assert.Same(described, exit.Result);
        Assert.Empty(settled);
    }
}
