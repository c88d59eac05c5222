using PerfGate.Core.Devices;
using PerfGate.Core.Kernels;

namespace PerfGate.Runner.Tests.Campaigns;

/// <summary>A kernel with a delay for a GPU, compiled and run on the processor.</summary>
public sealed class DelayedLaunchTests
{
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
}
