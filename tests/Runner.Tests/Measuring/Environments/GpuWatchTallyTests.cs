using PerfGate.Core.Measurements;
using PerfGate.Runner.Devices.Cuda.Nvml;
using PerfGate.Runner.Measuring.Environments;

namespace PerfGate.Runner.Tests.Measuring.Environments;

public sealed class GpuWatchTallyTests
{
    [Theory]
    [InlineData((ulong)ClockEventReasons.HardwareSlowdown, "hardware slowdown")]
    [InlineData((ulong)ClockEventReasons.SoftwareThermal, "software thermal slowdown")]
    [InlineData((ulong)ClockEventReasons.HardwareThermal, "hardware thermal slowdown")]
    [InlineData((ulong)ClockEventReasons.PowerBrake, "power brake")]
    public void A_run_whose_clocks_were_cut_once_is_throttled(ulong reason, string name) =>
        Assert.Equal(
            $"throttled: {name}",
            Watch(new(), new(), new() { Reasons = (ClockEventReasons)reason }, new()).Disturbance
        );

    [Theory]
    [InlineData((ulong)ClockEventReasons.Idle)]
    [InlineData((ulong)ClockEventReasons.ApplicationClocks)]
    [InlineData((ulong)ClockEventReasons.SoftwarePowerCap)]
    [InlineData((ulong)ClockEventReasons.SyncBoost)]
    [InlineData((ulong)ClockEventReasons.DisplayClock)]
    public void What_is_the_same_in_every_run_does_not_void_a_run(ulong reason) =>
        Assert.Null(Watch(new(), new GpuPoll { Reasons = (ClockEventReasons)reason }).Disturbance);

    [Fact]
    public void Every_reason_is_told_with_its_share()
    {
        var seen = Watch(
            new(),
            new() { Reasons = ClockEventReasons.SoftwarePowerCap },
            new() { Reasons = ClockEventReasons.Idle },
            new(),
            new()
        );
        Assert.Equal([new("software power cap", 0.25)], seen.Reasons);
    }

    [Fact]
    public void The_worker_itself_is_no_stranger() =>
        Assert.Null(Watch(new(), new() { Processes = [4711] }, new() { Processes = [] }).Disturbance);

    [Fact]
    public void A_process_that_comes_beside_the_worker_shares_the_GPU()
    {
        var seen = Watch(new(), new() { Processes = [4711] }, new() { Processes = [4711, 12] });
        Assert.Equal((1, "shared: 1 other process(es) on the GPU"), (seen.OtherProcesses, seen.Disturbance));
    }

    [Fact]
    public void A_process_that_was_there_before_the_worker_shares_the_GPU() =>
        Assert.Equal(
            1,
            Watch(
                new() { Processes = [12] },
                new() { Processes = [12] },
                new() { Processes = [12, 4711] }
            ).OtherProcesses
        );

    [Fact]
    public void Clocks_of_an_idle_GPU_do_not_count()
    {
        var seen = Watch(
            new(),
            new() { SmClock = 345, Reasons = ClockEventReasons.Idle },
            new() { SmClock = 1980, Reasons = ClockEventReasons.None },
            new() { SmClock = 1965, Reasons = ClockEventReasons.None });
        Assert.Equal([1965, 1980], seen.SmClockMhz!.Value);
    }

    [Fact]
    public void Only_memory_errors_of_the_run_itself_count()
    {
        var seen = Watch(
            new() { EccCorrected = 5, EccUncorrected = 2 },
            new GpuPoll { EccCorrected = 8, EccUncorrected = 2 }
        );
        Assert.Equal((3L, 0L, null), (seen.EccCorrected, seen.EccUncorrected, seen.Disturbance));
    }

    [Fact]
    public void A_memory_error_that_lost_data_voids_the_run() =>
        Assert.Equal(
            "1 uncorrectable memory error",
            Watch(new() { EccUncorrected = 2 }, new GpuPoll { EccUncorrected = 3 }).Disturbance
        );

    [Fact]
    public void A_GPU_that_tells_nothing_disturbs_nothing()
    {
        var seen = Watch(new(), new GpuPoll());
        Assert.Null(seen.SmClockMhz);
        Assert.Null(seen.EccCorrected);
        Assert.Null(seen.Disturbance);
    }

    [Fact]
    public void Processes_of_a_command_are_no_strangers_and_what_was_there_before_is()
    {
        var tally = new GpuWatchTally(new() { Processes = [7] }, observes: true);
        tally.Add(new() { Processes = [7, 8, 9, 10] });

        Assert.Equal("shared: 1 other process(es) on the GPU", tally.Summarise().Disturbance);
    }

    private static GpuWatch Watch(GpuPoll before, params GpuPoll[] polls)
    {
        var tally = new GpuWatchTally(before);
        foreach (var poll in polls)
            tally.Add(poll);
        return tally.Summarise();
    }
}
