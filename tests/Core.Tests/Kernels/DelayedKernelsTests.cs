using PerfGate.Core.Devices;
using PerfGate.Core.Kernels;

namespace PerfGate.Core.Tests.Kernels;

public sealed class DelayedKernelsTests
{
    private const string Source = """
        // __global__ void comment(int n) { }
        __device__ float twice(float x) { return 2 * x; }
        extern "C" __global__ void __launch_bounds__(256)
            scale(const float* x, float* y,
                int n)
        {
            y[threadIdx.x] = twice(x[threadIdx.x]);
        }
        __global__ void declared(int n);
        template <class T, int N>
        __global__ void empty() { T a[N]; }
        template <class... P>
        __global__ void any(P... p) { }
        """;

    [Fact]
    public void Every_kernel_that_can_have_one_more_parameter_gets_it_and_waits()
    {
        var delayed = DelayedKernels.Plant(Source, DeviceKind.Cuda);

        Assert.Equal(["scale", "empty"], delayed.Kernels);
        var kernels = KernelSourceScanner.Scan(delayed.Text);
        Assert.Equal([4, 1, 1], kernels.Select(k => k.ParameterCount));
        Assert.Contains("int n, long long perfgate_delay = 0)", delayed.Text, StringComparison.Ordinal);
        Assert.Contains("empty(long long perfgate_delay = 0) { static", delayed.Text, StringComparison.Ordinal);
        Assert.Equal(2, delayed.Text.Split("clock64() - begin < cycles").Length - 1);
    }

    [Fact]
    public void Every_line_keeps_its_number()
    {
        var lines = DelayedKernels.Plant(Source, DeviceKind.Cuda).Text.Split('\n');

        Assert.Equal(Source.Split('\n').Length, lines.Length);
        Assert.Equal("    y[threadIdx.x] = twice(x[threadIdx.x]);", lines[6]);
    }

    // The host device runs the threads of a block one after the other: each would wait for itself.
    [Fact]
    public void On_the_host_device_one_thread_waits()
    {
        var text = DelayedKernels.Plant(Source, DeviceKind.Host).Text;

        Assert.Contains("threadIdx.z == 0) { const long long perfgate_begin", text, StringComparison.Ordinal);
        Assert.DoesNotContain("__syncthreads", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_without_kernels_stays_as_it_is()
    {
        const string header = "#pragma once\n#define KERNEL __global__ void\nint f();\n";

        var delayed = DelayedKernels.Plant(header, DeviceKind.Host);

        Assert.Equal(header, delayed.Text);
        Assert.Empty(delayed.Kernels);
    }
}
