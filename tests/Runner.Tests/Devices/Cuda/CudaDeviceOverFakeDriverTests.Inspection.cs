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

        Assert.Equal(("nvcc", CheckState.Ok), (compiler.Name, compiler.State));
        Assert.StartsWith(cuda.Toolkit, compiler.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void That_clocks_will_be_locked_is_said_to_who_may_and_that_the_right_is_missing_to_others()
    {
        var found = Look(ClockPolicy.Lock);

        var clocks = Assert.Single(found.Checks, c => c.Group == "gpu clocks");
        Assert.Equal(Environment.IsPrivilegedProcess ? CheckState.Lock : CheckState.Missing, clocks.State);
    }

    private EnvironmentChecklist Look(ClockPolicy policy)
    {
        Assert.SkipUnless(cuda.IsUsable, "this machine has a CUDA driver of its own");
        using var build = new FakeNvmlBuild();
        using var nvml = new FakeNvml(build.Library);
        var variables = FakeCuda.Variables(
            cuda.Toolkit,
            (NvmlLibrary.Variable, nvml.Library),
            ("XDG_STATE_HOME", nvml.State)
        );
        return new EnvironmentInspection(variables, policy).Look("cuda");
    }
}
