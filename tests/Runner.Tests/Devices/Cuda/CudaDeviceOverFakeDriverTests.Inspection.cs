using System.Text.RegularExpressions;
using PerfGate.Core.Policy;
using PerfGate.Runner.Devices.Cuda.Nvml;
using PerfGate.Runner.Measuring.Environments;
using PerfGate.Runner.Tests.Devices.Cuda.Fakes;

namespace PerfGate.Runner.Tests.Devices.Cuda;

/// <summary>What <c>perfgate env</c> finds of a GPU.</summary>
public sealed partial class CudaDeviceOverFakeDriverTests
{
    [Fact]
    public void The_compiler_of_the_toolkit_is_named()
    {
        var compiler = Assert.Single(Look(ClockPolicy.Observe).Checks, c => c.Group == "compiler");

        // The fake toolkit's does not run.
        Assert.Equal(("nvcc", CheckState.Warn), (compiler.Name, compiler.State));
        Assert.StartsWith(cuda.Toolkit, compiler.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void That_clocks_will_be_locked_is_said_to_who_may_and_that_the_right_is_missing_to_others()
    {
        var found = Look(ClockPolicy.Lock);

        var clocks = Assert.Single(found.Checks, c => c.Group == "gpu clocks");
        Assert.Equal(Environment.IsPrivilegedProcess ? CheckState.Lock : CheckState.Missing, clocks.State);
    }

    [Fact]
    public void Everything_that_is_known_of_a_GPU_and_its_machine_is_listed_in_groups()
    {
        var found = Look(ClockPolicy.Observe);

        Assert.Equal("cuda", found.Device);
        Assert.Equal(
            [
                "Ok device, cuda: the cuda device was asked for: NVIDIA Fake 16GB "
                    + "(GPU-00112233-4455-6677-8899-aabbccddeeff, 1 of 2), nvcc by CUDA_HOME",
                "Ok device, gpu: NVIDIA Fake 16GB, GPU-00112233-4455-6677-8899-aabbccddeeff, compute capability "
                    + "9.0, 132 multiprocessors",
                "Ok device, memory: 1.1 GB, L2 cache 1.0 MB",
                "Ok device, driver: CUDA 13.0, native binding",
                "Warn compiler, nvcc: TOOLKIT/bin/nvcc (by CUDA_HOME), which does not run",
                "Ok clock, cupti: version 130001, TOOLKIT/extras/CUPTI/lib64/libcupti.so",
                "Ok device, nvml: driver 580.1.2, NVML",
                "Watch device, settings: VBIOS 96.00.01, power limit 72 W, ECC on, MIG off, persistence on",
                "Lock locked in workers, CUBLAS_WORKSPACE_CONFIG: :4096:8",
                "Lock locked in workers, CUDA_CACHE_DISABLE: 1",
                "Lock locked in workers, CUDA_DEVICE_ORDER: PCI_BUS_ID",
                "Lock locked in workers, CUDA_MODULE_LOADING: EAGER",
                "Lock locked in workers, CUDA_VISIBLE_DEVICES: GPU-00112233-4455-6677-8899-aabbccddeeff",
                "Lock locked in workers, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: 1",
                "Lock locked in workers, LC_ALL: C",
                "Lock locked in workers, NVIDIA_TF32_OVERRIDE: 0",
                "Watch gpu clocks, observe: nothing is touched; highest 2040 MHz graphics, 6251 MHz memory",
                "Watch gpu now, clocks: 210 MHz multiprocessors, 405 MHz memory; held back by: None",
                "Watch gpu now, heat: 41 °C, 31 W",
                "Watch gpu now, memory: 4.29 GB in use",
                "Watch gpu now, errors: 0 corrected, 0 uncorrectable memory errors since the driver was loaded",
                "Ok gpu now, processes: no other process computes on it",
            ],
            Lines(found));
    }

    [Fact]
    public void A_clock_that_is_asked_for_and_other_processes_on_the_GPU_are_warned_of()
    {
        var found = Look(
            ClockPolicy.Observe, nvml => nvml.Behave("processes=4711 4712"), ("PERFGATE_CLOCK", "events"));

        Assert.Equal(
            [
                "Warn clock, PERFGATE_CLOCK: Events is asked for",
                "Warn gpu now, processes: others compute on it (4711, 4712); every run would be unstable",
            ],
            Lines(found).Where(l => l.StartsWith("Warn", StringComparison.Ordinal)).Skip(1));
    }

    [Fact]
    public void Without_NVML_the_list_says_what_goes_unseen()
    {
        var found = Look(ClockPolicy.Observe, variables: (NvmlLibrary.Variable, "/nowhere/libnvidia-ml.so"));

        var nvml = Assert.Single(found.Checks, c => c.Name == "nvml");
        Assert.Equal(CheckState.Missing, nvml.State);
        Assert.EndsWith(
            "; throttling and other processes will go unseen, and clocks cannot be locked",
            nvml.Detail, StringComparison.Ordinal);
        Assert.Contains(found.Checks, c => c is { Group: "locked in workers", Name: "CUDA_MODULE_LOADING" });
        Assert.DoesNotContain(found.Checks, c => c.Group is "gpu now" or "gpu clocks");
    }

    // Paths and the processors are this machine's.
    private string[] Lines(EnvironmentChecklist found) =>
    [
        .. found.Checks.Where(c => c.Name != LockedEnvironment.Processors).Select(c =>
            LibraryPath().Replace(
                $"{c.State} {c.Group}, {c.Name}: {c.Detail}"
                    .Replace(cuda.Toolkit, "TOOLKIT", StringComparison.Ordinal),
                "NVML")),
    ];

    [GeneratedRegex(@"/\S+/libfake-nvml\.so")]
    private static partial Regex LibraryPath();

    private EnvironmentChecklist Look(
        ClockPolicy policy, Action<FakeNvml>? behave = null, params (string Name, string Value)[] variables)
    {
        Assert.SkipUnless(cuda.IsUsable, "this machine has a CUDA driver of its own");
        using var build = new FakeNvmlBuild();
        using var nvml = new FakeNvml(build.Library);
        behave?.Invoke(nvml);
        var all = FakeCuda.Variables(
            cuda.Toolkit,
            [.. variables, (NvmlLibrary.Variable, nvml.Library), ("XDG_STATE_HOME", nvml.State)]
        );
        return new EnvironmentInspection(all, policy).Look("cuda");
    }
}
