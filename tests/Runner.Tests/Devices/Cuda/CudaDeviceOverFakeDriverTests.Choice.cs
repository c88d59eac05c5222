using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Devices.Cuda;
using PerfGate.Runner.Devices.Cuda.Binding;
using PerfGate.Runner.Tests.Devices.Cuda.Fakes;

namespace PerfGate.Runner.Tests.Devices.Cuda;

/// <content>Which GPUs are measured, of the two that the fake driver has.</content>
public sealed partial class CudaDeviceOverFakeDriverTests
{
    [Theory]
    [InlineData("1", FakeCuda.SecondUuid)]
    [InlineData(FakeCuda.SecondUuid, FakeCuda.SecondUuid)]
    [InlineData("0", FakeCuda.FirstUuid)]
    public void The_GPU_that_was_asked_for_is_opened(string asked, string uuid)
    {
        using var device = cuda.Open(cuda.Toolkit, (GpuChoice.Variable, asked));
        Assert.Equal(uuid, device.Description.Gpu!.Uuid);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("GPU-deadbeef")]
    public void A_GPU_that_is_not_visible_is_an_error_that_lists_those_that_are(string asked)
    {
        var error = Assert.Throws<PerfGateException>(() => cuda.Open(cuda.Toolkit, (GpuChoice.Variable, asked)));
        Assert.Equal("PG2032", error.Diagnostics[0].Code);
        Assert.Contains(FakeCuda.SecondUuid, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", FakeCuda.SecondUuid)]
    [InlineData(" 0 ;", FakeCuda.FirstUuid)]
    [InlineData("GPU-00112233-4455-6677-8899-AABBCCDDEEFE", FakeCuda.SecondUuid)]
    public void Several_GPUs_are_named_as_one_is(string asked, string uuid) =>
        Assert.Equal([uuid], Several(asked).Select(g => g.Uuid));

    [Theory]
    [InlineData("all", "PG9013", "of several models (NVIDIA Fake 16GB, NVIDIA H100 80GB HBM3)")]
    [InlineData("0,1", "PG9013", "of several models")]
    [InlineData("0,1,GPU-0", "PG9013", FakeCuda.FirstUuid + " is named twice")]
    [InlineData(",", "PG9013", "this names no GPU")]
    [InlineData("0,2", "PG2032", "--gpus names 2, and this process sees " + FakeCuda.FirstUuid)]
    public void GPUs_that_cannot_be_had_together_are_refused(string asked, string code, string why)
    {
        var refused = Assert.Throws<PerfGateException>(() => Several(asked));
        Assert.Equal(code, refused.Diagnostics[0].Code);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    private ImmutableArray<GpuChoice> Several(string asked)
    {
        Assert.SkipUnless(cuda.IsUsable, "this machine has a CUDA driver of its own");
        return GpuChoice.Several(asked, CudaBinding.TryLoad()!, _ => null);
    }
}
