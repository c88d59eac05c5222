using System.Runtime.InteropServices;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Measuring.Worker;

namespace PerfGate.Runner.Tests.Measuring.Worker;

/// <summary>What a function has filled buffers with.</summary>
public sealed class FilledBuffersTests
{
    [Fact]
    public void An_integer_that_its_type_does_not_hold_is_refused_by_its_place()
    {
        var refused = Assert.Throws<DeviceException>(() =>
            FilledBuffers.Narrow(Buffer(ElementType.I32), new[] { 1L, 5_000_000_000L }, "make_matrix"));

        Assert.Equal(DeviceFault.InvalidLaunch, refused.Fault);
        Assert.StartsWith(
            "make_matrix fills element 1 of rows with a value: ", refused.Message, StringComparison.Ordinal);
    }

    // A float holds what is no number too, and what is rounded.
    [Fact]
    public void Values_become_elements_of_the_buffers_type()
    {
        Assert.Equal(
            [-7, 2_000_000_000],
            MemoryMarshal.Cast<byte, int>(
                FilledBuffers.Narrow(Buffer(ElementType.I32), new[] { -7L, 2_000_000_000L }, "f")).ToArray());
        Assert.Equal(
            [float.NaN, 0.1f],
            MemoryMarshal.Cast<byte, float>(
                FilledBuffers.Narrow(Buffer(ElementType.F32), new[] { double.NaN, 0.1 }, "f")).ToArray());
    }

    private static BufferSpec Buffer(ElementType type) => new("rows", type, 2, new(FillKind.Poison), 0);
}
