using PerfGate.Core.Measurements;
using PerfGate.Runner.Devices.Cuda.Nvml;
using PerfGate.Runner.Measuring.Environments;
using PerfGate.Runner.Tests.Devices.Cuda.Fakes;

namespace PerfGate.Runner.Tests.Devices.Cuda;

/// <summary>
/// Reading through NVML's C interface, from a fake library: every value arrives, and what is not supported is null.
/// </summary>
public sealed class NvmlTests(FakeNvmlBuild build) : IClassFixture<FakeNvmlBuild>, IDisposable
{
    private readonly FakeNvml _nvml = new(build.Library);

    public void Dispose() => _nvml.Dispose();

    [Fact]
    public void The_fingerprint_is_completed()
    {
        var gpu = new GpuDescription
        {
            Name = "NVIDIA Fake",
            Uuid = FakeNvml.Uuid,
            ComputeCapability = "9.0",
            Multiprocessors = 1,
            MemoryBytes = 1,
        };
        var whole = GpuFingerprint.Complete(gpu, _nvml.Gpu());
        Assert.Equal(
            ("96.00.01", true, false, 72.5, "580.1.2"),
            (whole.Vbios, whole.Ecc, whole.Mig, whole.PowerLimitWatts, whole.DriverVersion)
        );
    }

    [Fact]
    public void A_look_takes_in_everything()
    {
        _nvml.Behave("reasons=0x24", "processes=12 4711", "uncorrected=3");
        var seen = GpuPoll.Take(_nvml.Gpu());
        Assert.Equal((210u, 405u, 41u, 31.25), (seen.SmClock, seen.MemoryClock, seen.Temperature, seen.Power));
        Assert.Equal(ClockEventReasons.SoftwarePowerCap | ClockEventReasons.SoftwareThermal, seen.Reasons);
        Assert.Equal([12u, 4711u], seen.Processes);
        Assert.Equal((0ul, 3ul, 4L << 30), (seen.EccCorrected, seen.EccUncorrected, seen.MemoryUsed));
    }

    [Fact]
    public void More_processes_than_expected_are_all_listed()
    {
        _nvml.Behave($"processes={string.Join(' ', Enumerable.Range(1, 100))}");
        Assert.Equal(100, _nvml.Gpu().ComputeProcesses()!.Count);
    }

    [Fact]
    public void Processors_near_the_GPU_are_read_off_the_mask() => Assert.Equal([0, 2], _nvml.Gpu().NearProcessors());

    [Fact]
    public void A_GPU_that_is_not_there_is_an_error_that_names_it()
    {
        using var nvml = NvmlLibrary.Load(_nvml.Variable);
        Assert.Contains(
            "GPU-0",
            Assert.Throws<NvmlException>(() => nvml.Gpu("GPU-0")).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_machine_without_NVML_says_so() =>
        Assert.Equal(
            NvmlException.LibraryNotFound,
            Assert.Throws<NvmlException>(() => NvmlLibrary.Load("/nowhere/libnvidia-ml.so.1")).Result
        );

    // Each look takes the driver's lock.
    [Fact]
    public async Task The_watch_does_not_look_before_its_period_is_over()
    {
        using var seldom = NvmlWatch.Start(_nvml.Gpu(), TimeSpan.FromDays(1));
        using var often = NvmlWatch.Start(_nvml.Gpu(), TimeSpan.FromMilliseconds(1));
        await _nvml.LookedAtAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, seldom.Stop().Polls);
        Assert.True(often.Stop().Polls > 0);
    }

    [Fact]
    public async Task The_watch_sees_what_happens_meanwhile_and_changes_nothing()
    {
        using var watch = NvmlWatch.Start(_nvml.Gpu(), TimeSpan.FromMilliseconds(1));
        _nvml.Behave("reasons=0x40");
        await _nvml.LookedAtAsync(TestContext.Current.CancellationToken);
        Assert.Equal("throttled: hardware thermal slowdown", watch.Stop().Disturbance);
        Assert.Empty(_nvml.Calls());
    }
}
