using System.Collections.Immutable;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Measuring.Environments;
using PerfGate.Runner.Tests.Devices.Cuda.Fakes;

namespace PerfGate.Runner.Tests.Measuring.Environments;

/// <summary>Workers under watch, with a fake NVML.</summary>
public sealed class WatchedWorkersTests(FakeNvmlBuild build) : IClassFixture<FakeNvmlBuild>, IDisposable
{
    private static readonly LockedEnvironment Locked = LockedEnvironment.ForCuda(FakeNvml.Uuid, []);
    private readonly FakeNvml _nvml = new(build.Library);

    public void Dispose() => _nvml.Dispose();

    [Fact]
    public async Task A_run_during_which_the_GPU_was_throttled_is_disturbed()
    {
        var exit = await Run(Locked.Variables, () => _nvml.Behave("reasons=0x20"));
        Assert.Equal("throttled: software thermal slowdown", exit.Result!.Disturbance);
    }

    [Fact]
    public async Task A_run_on_a_quiet_GPU_is_not_disturbed_and_keeps_what_was_seen()
    {
        var exit = await Run(Locked.Variables, () => { });
        Assert.Null(exit.Result!.Disturbance);
        Assert.True(exit.Watch!.Polls > 0);
    }

    [Fact]
    public async Task A_worker_that_did_not_keep_its_environment_is_disturbed()
    {
        var exit = await Run(Locked.Variables.Remove("CUDA_MODULE_LOADING"), () => { });
        Assert.Contains("CUDA_MODULE_LOADING", exit.Result!.Disturbance, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_worker_itself_says_of_its_disturbance_is_kept()
    {
        var exit = await Run(
            Locked.Variables.Remove("CUDA_MODULE_LOADING"), () => _nvml.Behave("reasons=0x20"),
            disturbance: "it was stopped");
        Assert.Equal("it was stopped", exit.Result!.Disturbance);
    }

    [Theory]
    [InlineData("LAZY", true)]
    [InlineData("EAGER", false)]
    public async Task A_worker_that_calls_functions_has_to_load_modules_on_demand(string loading, bool kept)
    {
        var readBack = Locked.Variables.SetItem("CUDA_MODULE_LOADING", loading);
        var exit = await Run(readBack, () => { }, Jobs.Any with { CallsFunctions = true });
        Assert.Equal(kept, exit.Result!.Disturbance is null);
    }

    [Fact]
    public async Task The_fingerprint_gets_what_only_NVML_knows()
    {
        var exit = await Run(Locked.Variables, () => { });
        Assert.Equal("580.1.2", exit.Result!.Gpu!.DriverVersion);
    }

    private Task<WorkerExit> Run(
        ImmutableSortedDictionary<string, string> readBack,
        Action meanwhile,
        WorkerJob? job = null,
        string? disturbance = null
    ) =>
        new WatchedWorkers(
            new OneWorker(readBack, meanwhile, _nvml, disturbance),
            _nvml.Gpu(),
            Locked,
            TimeSpan.FromMilliseconds(1)
        ).RunAsync(job ?? Jobs.Any, _ => { }, TestContext.Current.CancellationToken);

    private sealed class OneWorker(
        ImmutableSortedDictionary<string, string> readBack, Action meanwhile, FakeNvml nvml, string? disturbance)
        : IWorkerLauncher
    {
        public async Task<WorkerExit> RunAsync(WorkerJob job, Action<string> atCase, CancellationToken cancellation)
        {
            meanwhile();
            await nvml.LookedAtAsync(cancellation);
            return new(
                WorkerOutcome.Completed,
                null,
                null,
                new()
                {
                    DeviceName = "NVIDIA Fake",
                    DeviceSlug = "nvidia-fake",
                    DeviceMemoryBytes = 1,
                    Clock = "cupti",
                    Locked = readBack,
                    Disturbance = disturbance,
                    Gpu = new()
                    {
                        Name = "NVIDIA Fake",
                        Uuid = FakeNvml.Uuid,
                        ComputeCapability = "9.0",
                        Multiprocessors = 1,
                        MemoryBytes = 1,
                    },
                },
                0.2
            );
        }
    }
}
