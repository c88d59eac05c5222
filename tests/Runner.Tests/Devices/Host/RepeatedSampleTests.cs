using PerfGate.Core.Policy;
using PerfGate.Runner.Devices.Host;

namespace PerfGate.Runner.Tests.Devices.Host;

/// <summary>A sample that another program interrupted is repeated.</summary>
public sealed class RepeatedSampleTests
{
    private const int Count = 5;

    private int _tries;

    [Fact]
    public void Nothing_is_repeated_without_interruptions()
    {
        Assert.Equal(Count, Sample(interrupted: _ => false));
        Assert.Equal(Count, _tries);
    }

    [Fact]
    public void An_interrupted_sample_is_repeated()
    {
        Assert.Equal(Count, Sample(interrupted: t => t is 1 or 3 or 4));
        Assert.Equal(Count + 3, _tries);
    }

    [Fact]
    public void A_sample_that_is_left_out_is_repeated_too()
    {
        Assert.Equal(Count, Sample(interrupted: t => t == 0, leftOut: 1));
        Assert.Equal(Count + 2, _tries);
    }

    [Fact]
    public void At_most_as_many_samples_are_repeated_as_are_taken()
    {
        Assert.Equal(Count, Sample(interrupted: _ => true, leftOut: 2));
        Assert.Equal(2 * (Count + 2), _tries);
    }

    [Fact]
    public void The_system_counts_interruptions()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells");
        using var stop = new CancellationTokenSource();
        // More threads than processors: the system has to interrupt them now and then.
        var threads = Enumerable.Range(0, 2 * Environment.ProcessorCount + 2).Select(_ => new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
                Thread.SpinWait(1000);
        })).ToList();
        var before = Preemptions.OfThisProcess();
        threads.ForEach(t => t.Start());
        SpinWait.SpinUntil(() => Preemptions.OfThisProcess() > before + 10, TimeSpan.FromMinutes(1));
        stop.Cancel();
        threads.ForEach(t => t.Join());
        Assert.True(Preemptions.OfThisProcess() > before + 10);
    }

    // The device asks before and after each try. A interrupted try ends at a higher count.
    private int Sample(Func<int, bool> interrupted, int leftOut = 0)
    {
        var (asked, count) = (0, 0L);
        using var device = new HostDevice(threads: 1, preemptions: () =>
        {
            if (asked++ % 2 == 0)
                return count;
            return interrupted(_tries++) ? ++count : count;
        });
        using var program = new DeviceProgram(
            device, HostDeviceTests.Module("contract"), kernel => "perfgate_launch_" + kernel);
        using var values = device.Allocate(sizeof(int));
        using var sequence = device.Prepare([
            new(program.Kernel("write_at"), new(1), new(1), 0, [new(values, []), new(null, [0, 0, 0, 0])]),
        ]);
        return device.Sample(sequence, Count, CacheState.Hot, leftOut).Nanoseconds.Length;
    }
}
