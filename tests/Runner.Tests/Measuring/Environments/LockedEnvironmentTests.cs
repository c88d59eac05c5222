using System.Diagnostics;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Measuring.Environments;

namespace PerfGate.Runner.Tests.Measuring.Environments;

public sealed class LockedEnvironmentTests
{
    [Fact]
    public void A_worker_sees_the_one_GPU_and_the_locked_variables_whatever_the_shell_says()
    {
        var worker = new ProcessStartInfo("worker");
        worker.Environment["CUDA_VISIBLE_DEVICES"] = "3";
        worker.Environment["CUDA_MODULE_LOADING"] = "LAZY";
        worker.Environment["PERFGATE_GPU"] = "3";
        LockedEnvironment.ForCuda("GPU-1", []).ApplyTo(worker);
        Assert.Equal("GPU-1", worker.Environment["CUDA_VISIBLE_DEVICES"]);
        Assert.Equal("EAGER", worker.Environment["CUDA_MODULE_LOADING"]);
        Assert.Equal("0", worker.Environment["NVIDIA_TF32_OVERRIDE"]);
        Assert.Equal(":4096:8", worker.Environment["CUBLAS_WORKSPACE_CONFIG"]);
        Assert.Equal("PCI_BUS_ID", worker.Environment["CUDA_DEVICE_ORDER"]);
        Assert.Equal("1", worker.Environment["CUDA_CACHE_DISABLE"]);
        Assert.DoesNotContain("PERFGATE_GPU", worker.Environment);
    }

    [Fact]
    public void A_variable_that_did_not_hold_is_named()
    {
        var locked = LockedEnvironment.ForCuda("GPU-1", []);
        var difference = locked.Difference(locked.Variables.SetItem("CUDA_MODULE_LOADING", "LAZY"));
        Assert.Contains("CUDA_MODULE_LOADING should be EAGER and is LAZY", difference, StringComparison.Ordinal);
        Assert.StartsWith("PG2034: ", difference, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(WorkerMode.Prepare), false, "EAGER")]
    [InlineData(nameof(WorkerMode.Measure), false, "EAGER")]
    [InlineData(nameof(WorkerMode.Trial), false, "EAGER")]
    [InlineData(nameof(WorkerMode.Ceilings), false, "LAZY")]
    [InlineData(nameof(WorkerMode.Prepare), true, "LAZY")]
    [InlineData(nameof(WorkerMode.Measure), true, "LAZY")]
    [InlineData(nameof(WorkerMode.Trial), true, "LAZY")]
    public void Where_functions_are_called_modules_are_loaded_on_demand(
        string mode, bool callsFunctions, string loading)
    {
        var job = Jobs.Any with { Mode = Enum.Parse<WorkerMode>(mode), CallsFunctions = callsFunctions };
        var locked = LockedEnvironment.ForCuda("GPU-1", []);
        var worker = new ProcessStartInfo("worker");
        locked.ApplyTo(worker);
        LockedEnvironment.Adapt(worker, job.Mode, job.CallsFunctions);

        Assert.Equal(loading, worker.Environment["CUDA_MODULE_LOADING"]);
        var readBack = LockedEnvironment.Enter(name => worker.Environment.TryGetValue(name, out var v) ? v : null);
        Assert.Null(locked.For(job).Difference(readBack));
        Assert.NotNull(locked.For(job).Difference(readBack.Remove("CUDA_MODULE_LOADING")));
    }

    [Fact]
    public void Functions_change_nothing_for_workers_on_the_host_device()
    {
        var locked = LockedEnvironment.ForHost();
        Assert.Equal(locked, locked.For(Jobs.Any with { CallsFunctions = true }));
    }

    [Fact]
    public void What_was_set_is_read_back()
    {
        var locked = LockedEnvironment.ForCuda("GPU-1", []);
        Assert.Null(locked.Difference(LockedEnvironment.Enter(name => locked.Variables.GetValueOrDefault(name))));
    }

    // A thread of its own keeps to them; the other tests' threads do not.
    [Fact]
    public void A_worker_keeps_to_the_processors_that_its_parent_chose()
    {
        var (before, after, said) = (new List<int>(), new List<int>(), "");
        var worker = new Thread(() =>
        {
            before.AddRange(CpuAffinity.Current());
            said = LockedEnvironment.Enter(name =>
                name == LockedEnvironment.Processors ? CpuAffinity.Format([before[^1]]) : null)[
                LockedEnvironment.Processors];
            after.AddRange(CpuAffinity.Current());
        });
        worker.Start();
        worker.Join();

        Assert.Equal([before[^1]], after);
        Assert.Equal(CpuAffinity.Format(after), said);
    }

    [Fact]
    public void A_worker_is_told_of_a_single_processor_too()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "processors are set per thread on Linux only");
        var (one, told) = (CpuAffinity.Current()[^1], default(string));
        var thread = new Thread(() =>
        {
            CpuAffinity.Apply([one]);
            told = LockedEnvironment.ForHost().Variables.GetValueOrDefault(LockedEnvironment.Processors);
        });
        thread.Start();
        thread.Join();

        Assert.Equal(CpuAffinity.Format([one]), told);
    }

    [Fact]
    public void Workers_keep_to_the_processors_near_the_GPU_that_they_may_use() =>
        Assert.Equal([4, 5, 6, 7], LockedEnvironment.Choose([0, 1, 2, 3, 4, 5, 6, 7], [4, 5, 6, 7, 8, 9]));

    [Fact]
    public void Where_hardly_any_processor_is_near_workers_keep_to_all_that_they_may_use() =>
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], LockedEnvironment.Choose([0, 1, 2, 3, 4, 5, 6, 7], [7, 8]));

    [Theory]
    [InlineData("0")]
    [InlineData("0-3")]
    [InlineData("0-1,5,7-9")]
    public void Processors_are_written_as_the_kernel_writes_them(string text) =>
        Assert.Equal(text, CpuAffinity.Format(CpuAffinity.Parse(text)));

    [Fact]
    public void A_thread_keeps_to_the_processors_it_is_given()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "processors are set per thread on Linux only");
        IReadOnlyList<int> seen = [];
        var one = CpuAffinity.Current()[^1];
        var thread = new Thread(() =>
        {
            CpuAffinity.Apply([one]);
            seen = CpuAffinity.Current();
        });
        thread.Start();
        thread.Join();
        Assert.Equal([one], seen);
    }
}
