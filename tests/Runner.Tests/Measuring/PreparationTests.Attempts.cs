using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Bisecting;

namespace PerfGate.Runner.Tests.Measuring;

/// <content>Workers that are tried again, and those that are stopped.</content>
public sealed partial class PreparationTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_worker_that_a_GPU_in_exclusive_mode_turns_away_is_tried_again_when_the_other_is_through(
        bool ceilingsFirst
    )
    {
        var (first, late) = ceilingsFirst
            ? (WorkerMode.Ceilings, WorkerMode.Prepare)
            : (WorkerMode.Prepare, WorkerMode.Ceilings);
        var (launcher, stop) = (new HeldLauncher(), TestContext.Current.CancellationToken);
        await using var preparation = Begin(launcher);
        await launcher.BegunAsync(stop);
        await launcher.BegunAsync(stop);

        launcher.End(late, Crash("the device is busy", null));
        Assert.Equal([first], launcher.Running);
        launcher.End(first, Done);
        await launcher.BegunAsync(stop);
        Assert.Equal([late], launcher.Running);
        launcher.End(late, Done);

        Assert.Equal("nvidia-test", (await preparation.DeviceAsync()).DeviceSlug);
        Assert.Equal(9e14, (await preparation.CeilingsAsync())?.MatrixFlopsPerSecond);
    }

    [Fact]
    public async Task A_GPU_that_cannot_be_used_is_told_as_the_last_attempt_has_it()
    {
        var launcher = new ScriptedLauncher(_ => Crash("there is no driver", null));
        await using var preparation = Begin(launcher);
        var error = await Assert.ThrowsAsync<PerfGateException>(preparation.DescriptionAsync);
        Assert.Contains("there is no driver", error.Message, StringComparison.Ordinal);
        Assert.Equal(4, launcher.Jobs.Count);
    }

    [Fact]
    public async Task Whoever_gives_up_meanwhile_leaves_no_worker_behind()
    {
        var launcher = new HeldLauncher();
        await using (Begin(launcher))
            Assert.Equal(2, launcher.Running.Count());
        Assert.Empty(launcher.Running);
    }

    [Fact]
    public async Task A_manifest_that_is_no_JSON_stops_the_workers_that_have_begun()
    {
        _folder.Change("{", "[");
        var launcher = new HeldLauncher();
        var error = await Assert.ThrowsAsync<PerfGateException>(() =>
            new GateRun(
                Request(4),
                Catalog(DeviceKind.Cuda, ["N=1"]),
                launcher,
                new SilentProgress(),
                new NoReference(),
                null!
            ).RunAsync(TestContext.Current.CancellationToken)
        );
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Empty(launcher.Running);
    }

    [Theory]
    [InlineData("out of memory", "out of memory")]
    [InlineData(null, "its first worker was killed")]
    public async Task A_preparation_that_was_killed_says_by_what(string? reason, string said)
    {
        var launcher = new ScriptedLauncher(_ => new(WorkerOutcome.Killed, reason, null, null, 1));

        var error = await Assert.ThrowsAsync<PerfGateException>(() => PrepareAsync(launcher, 1));

        Assert.NotEqual("PG2001", error.Diagnostics[0].Code);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is no driver", "there is no driver")]
    [InlineData(null, "the worker left no result.")]
    public async Task A_device_that_cannot_be_used_says_why(string? reason, string said)
    {
        var launcher = new ScriptedLauncher(_ => new(WorkerOutcome.Crashed, reason, null, null, 1));

        var error = await Assert.ThrowsAsync<PerfGateException>(() => PrepareAsync(launcher, 1));

        Assert.Equal("PG2001", error.Diagnostics[0].Code);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }
}
