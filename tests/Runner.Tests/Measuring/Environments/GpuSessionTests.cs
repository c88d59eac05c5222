using PerfGate.Core.Policy;
using PerfGate.Runner.Measuring.Environments;
using PerfGate.Runner.Tests.Devices.Cuda.Fakes;

namespace PerfGate.Runner.Tests.Measuring.Environments;

/// <summary>What a measurement is told of its GPU before it begins. The NVML is a fake one.</summary>
public sealed class GpuSessionTests(FakeNvmlBuild build) : IClassFixture<FakeNvmlBuild>, IDisposable
{
    private readonly FakeNvml _nvml = new(build.Library);

    public void Dispose() => _nvml.Dispose();

    [Theory]
    [InlineData(ClockPolicy.Observe)]
    [InlineData(ClockPolicy.Lock)]
    public void Of_clocks_that_nobody_left_locked_nothing_is_said(ClockPolicy policy)
    {
        using var session = GpuSession.Of(FakeNvml.Uuid, policy, _nvml.Variable);
        Assert.Empty(session.Warnings);
    }
}
