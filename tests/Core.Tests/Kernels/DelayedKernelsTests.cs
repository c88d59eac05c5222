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
    public void On_a_GPU_the_block_that_ends_last_waits_wherever_a_kernel_returns()
    {
        using var folder = new TemporaryFolder();
        var kernel = DelayedKernels.Plant(
            "template <class T> __global__ void kernel(T stop) {\n"
                + "    if (blockIdx.x >= stop) return;\n    ++at_work;\n}",
            DeviceKind.Cuda
        );
        folder.Write("launch.cpp", Launcher.Replace("KERNEL", kernel.Text, StringComparison.Ordinal));

        var compiled = Programs.Run("g++", ["-std=c++17", "-o", "launch", "launch.cpp"], folder.Root);

        Assert.True(compiled.ExitCode == 0, compiled.Error);
        // Ten blocks on a clock that goes on by 1 each time it is read. Every launch finds the last block anew.
        Assert.Equal(
            "waits 5 in block 9\nwaits 7 in block 9\nwaits 1 in block 9\nwaits 0\nat work 14\n",
            Programs.Run(Path.Combine(folder.Root, "launch"), [], folder.Root).Output
        );
    }

    // A grid of one thread a block, one block after the other.
    private const string Launcher = """
        #include <cstdio>
        #define __global__
        #define __device__
        struct { unsigned x, y, z; } threadIdx{0, 0, 0}, blockIdx{0, 0, 0}, gridDim{5, 2, 1};
        int at_work, reads;
        unsigned waiting;
        long long clock64() { ++reads; waiting = blockIdx.y * gridDim.x + blockIdx.x; return reads; }
        void __syncthreads() { }
        unsigned atomicInc(unsigned* p, unsigned most) { unsigned old = *p; *p = old >= most ? 0 : old + 1; return old; }
        KERNEL
        void launch(unsigned stop, long long delay)
        {
            reads = 0;
            for (blockIdx.y = 0; blockIdx.y < gridDim.y; ++blockIdx.y)
                for (blockIdx.x = 0; blockIdx.x < gridDim.x; ++blockIdx.x)
                    kernel(stop, delay);
            if (reads == 0) std::printf("waits 0\n");
            else std::printf("waits %d in block %u\n", reads - 1, waiting);
        }
        int main()
        {
            launch(5, 5);
            launch(0, 7);
            launch(2, 0);
            launch(0, -1);
            std::printf("at work %d\n", at_work);
        }
        """;

    [Fact]
    public void A_source_without_kernels_stays_as_it_is()
    {
        const string header = "#pragma once\n#define KERNEL __global__ void\nint f();\n";

        var delayed = DelayedKernels.Plant(header, DeviceKind.Host);

        Assert.Equal(header, delayed.Text);
        Assert.Empty(delayed.Kernels);
    }
}
