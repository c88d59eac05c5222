using System.Collections.Immutable;
using System.Runtime.InteropServices;
using PerfGate.Core.Devices;
using PerfGate.Core.Policy;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Devices.Cuda;
using PerfGate.Runner.Devices.Cuda.Binding;
using PerfGate.Runner.Tests.Devices.Cuda.Fakes;

namespace PerfGate.Runner.Tests.Devices.Cuda;

/// <summary>
/// The cuda device over libraries with the C interfaces of the CUDA driver and of CUPTI: every value that crosses them
/// arrives.
/// </summary>
[Collection(CudaDeviceTests.Collection)]
public sealed partial class CudaDeviceOverFakeDriverTests(FakeCuda cuda) : IClassFixture<FakeCuda>
{
    [Fact]
    public void The_GPU_is_described()
    {
        using var device = cuda.Open(cuda.Toolkit);
        var gpu = device.Description.Gpu!;
        Assert.Equal(
            (DeviceKind.Cuda, "NVIDIA Fake 16GB", "nvidia-fake-16gb"),
            (device.Description.Kind, device.Description.Name, device.Description.Slug)
        );
        Assert.Equal(
            (FakeCuda.FirstUuid, "9.0", 132, 1L << 30, (long?)(1 << 20)),
            (gpu.Uuid, gpu.ComputeCapability, gpu.Multiprocessors, gpu.MemoryBytes, gpu.L2CacheBytes)
        );
        Assert.Equal((true, "13.0", (int?)130001), (gpu.Ecc, gpu.CudaDriverVersion, gpu.CuptiVersion));
    }

    [Fact]
    public void What_is_uploaded_is_downloaded()
    {
        using var device = cuda.Open(cuda.Toolkit);
        using var buffer = device.Allocate(5);
        buffer.Upload([1, 2, 3, 4, 5]);
        var back = new byte[5];
        buffer.Download(back);
        Assert.Equal([1, 2, 3, 4, 5], back);
    }

    [Theory]
    [InlineData(8, 1)]
    [InlineData(7, 1)]
    [InlineData(8, 4)]
    [InlineData(7, 4)]
    [InlineData(3, 4)]
    public void Every_byte_is_filled(int size, int element)
    {
        using var device = cuda.Open(cuda.Toolkit);
        using var buffer = device.Allocate(size);
        buffer.Fill([.. Enumerable.Range(1, element).Select(i => (byte)i)]);
        var back = new byte[size];
        buffer.Download(back);
        Assert.Equal(Enumerable.Range(0, size).Select(i => (byte)(1 + (i % element))), back);
    }

    [Fact]
    public void Every_piece_is_read()
    {
        using var device = cuda.Open(cuda.Toolkit);
        var bytes = new byte[IDeviceBuffer.PieceBytes + 3];
        new Random(1).NextBytes(bytes);
        using var buffer = device.Allocate(bytes.Length);
        buffer.Upload(bytes);
        List<byte> read = [];
        buffer.Read(piece => read.AddRange(piece));
        Assert.Equal(bytes, read);
    }

    [Fact]
    public void A_kernel_gets_its_arguments()
    {
        using var device = cuda.Open(cuda.Toolkit);
        using var module = device.LoadModule(cuda.Module("kernel add_one 8 4"));
        using var buffer = device.Allocate(12);
        buffer.Upload(Bytes(10, 20, 30));
        using var sequence = device.Prepare([AddOne(module, buffer, 2)]);
        device.Run(sequence);
        var back = new byte[12];
        buffer.Download(back);
        Assert.Equal(Bytes(11, 21, 30), back);
    }

    [Theory]
    [InlineData(CacheState.Cold)]
    [InlineData(CacheState.Hot)]
    public void CUPTI_times_each_launch_and_the_sample_from_first_start_to_last_end(CacheState cache)
    {
        using var device = cuda.Open(cuda.Toolkit);
        using var module = device.LoadModule(cuda.Module("kernel nothing"));
        using var sequence = device.Prepare([Nothing(module), Nothing(module)]);
        device.Run(sequence);
        var batch = device.Sample(sequence, 100, cache);
        Assert.Equal("cupti", device.Clock);
        Assert.Equal(Enumerable.Repeat(2500.0, 100), batch.Nanoseconds);
        Assert.Equal(2, batch.LaunchNanoseconds!.Length);
        Assert.All(batch.LaunchNanoseconds, launch => Assert.Equal(Enumerable.Repeat(1000.0, 100), launch));
    }

    [Theory]
    [InlineData(1, "0", 2000 - 1660)]
    [InlineData(2, "0", (2 * 2000) + 500 - (2 * 1660))]
    [InlineData(3, "0", (3 * 2000) + (2 * 500) - (3 * 1660))]
    // Of an H100, whose empty kernels take 2310: never below nothing.
    [InlineData(1, "1", 0)]
    [InlineData(3, "1", (3 * 2000) + (2 * 500) - (3 * 2310))]
    public void The_clocks_own_share_is_what_it_says_of_empty_kernels_beyond_their_launch(
        int launches,
        string gpu,
        double share
    )
    {
        using var device = cuda.Open(cuda.Toolkit, (GpuChoice.Variable, gpu));
        using var module = device.LoadModule(cuda.Module("kernel nothing"));
        using var sequence = device.Prepare([Nothing(module)]);
        device.Sample(sequence, 3, CacheState.Cold);
        Assert.Equal(share, device.ClockShare(launches, CacheState.Cold));
        Assert.Equal(3, device.Sample(sequence, 3, CacheState.Cold).Nanoseconds.Length);
    }

    [Fact]
    public void Without_CUPTI_events_time_the_sample()
    {
        using var device = cuda.Open(cuda.EmptyToolkit);
        using var module = device.LoadModule(cuda.Module("kernel nothing"));
        using var sequence = device.Prepare([Nothing(module)]);
        Assert.Equal("events", device.Clock);
        Assert.Contains("CUPTI was found neither", device.ClockReason, StringComparison.Ordinal);
        Assert.All(device.Sample(sequence, 3, CacheState.Cold).Nanoseconds, ns => Assert.Equal(1500.0, ns, 1e-3));
    }

    [Fact]
    public void A_CUPTI_that_records_nothing_gives_way_to_events_and_says_so()
    {
        using var device = cuda.Open(cuda.DeafToolkit);
        Assert.Equal("events", device.Clock);
        Assert.Contains(
            "1 kernels were launched, and CUPTI recorded 0",
            Assert.Single(device.Warnings),
            StringComparison.Ordinal
        );
        Assert.Null(device.Description.Gpu!.CuptiVersion);
    }

    [Fact]
    public void Where_CUPTI_was_asked_for_nothing_stands_in_for_it()
    {
        using var device = cuda.Open(cuda.DeafToolkit, (ClockChoices.Variable, "cupti"));
        using var module = device.LoadModule(cuda.Module("kernel nothing"));
        using var sequence = device.Prepare([Nothing(module)]);
        Assert.Throws<DeviceException>(() => device.Sample(sequence, 1, CacheState.Cold));
    }

    [Fact]
    public void A_lost_record_is_an_error_and_never_a_shorter_batch()
    {
        using var device = cuda.Open(cuda.LossyToolkit);
        using var module = device.LoadModule(cuda.Module("kernel nothing"));
        using var sequence = device.Prepare([Nothing(module)]);
        var error = Assert.Throws<DeviceException>(() => device.Sample(sequence, 20, CacheState.Cold));
        Assert.Contains("40 kernels were launched", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kernel_that_crashes_loses_the_device()
    {
        using var device = cuda.Open(cuda.Toolkit);
        using var module = device.LoadModule(cuda.Module("kernel crash"));
        using var sequence = device.Prepare([new(module.GetKernel("crash"), new(1), new(32), 0, [])]);
        var error = Assert.Throws<DeviceException>(() => device.Run(sequence));
        Assert.Equal(DeviceFault.KernelFailed, error.Fault);
        Assert.Contains(
            "CUDA_ERROR_ILLEGAL_ADDRESS (700), an illegal memory access",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_symbol_that_is_missing_is_named()
    {
        using var device = cuda.Open(cuda.Toolkit);
        using var module = device.LoadModule(cuda.Module("kernel nothing"));
        var error = Assert.Throws<DeviceException>(() => module.GetKernel("other"));
        Assert.Equal(DeviceFault.InvalidLaunch, error.Fault);
        Assert.Contains("other", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1u, 513u, 0, 0, "512")]
    [InlineData(1u, 1025u, 0, 0, "1024")]
    [InlineData(0u, 32u, 0, 0, "empty")]
    [InlineData(1u, 32u, 232448, 0, "shared memory")]
    [InlineData(1u, 32u, 0, 1, "0 parameters, and 1 arguments")]
    public void A_launch_that_cannot_be_configured_is_refused_in_plain_words(
        uint grid,
        uint block,
        int shared,
        int arguments,
        string words
    )
    {
        using var device = cuda.Open(cuda.Toolkit);
        using var module = device.LoadModule(cuda.Module("kernel nothing"));
        var given = Enumerable.Repeat(new KernelArgument(null, [0, 0, 0, 0]), arguments).ToImmutableArray();
        var error = Assert.Throws<DeviceException>(() =>
            device.Prepare([new(module.GetKernel("nothing"), new(grid), new(block), shared, given)])
        );
        Assert.Equal(DeviceFault.InvalidLaunch, error.Fault);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_argument_of_the_wrong_size_is_refused()
    {
        using var device = cuda.Open(cuda.Toolkit);
        using var module = device.LoadModule(cuda.Module("kernel add_one 8 4"));
        using var buffer = device.Allocate(4);
        var error = Assert.Throws<DeviceException>(() =>
            device.Prepare([
                new(
                    module.GetKernel("add_one"),
                    new(1),
                    new(32),
                    0,
                    [new(buffer, []), new(null, [1, 0, 0, 0, 0, 0, 0, 0])]
                ),
            ])
        );
        Assert.Contains("parameter 2 takes 4 bytes, and the argument has 8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shared_memory_beyond_the_usual_is_asked_for()
    {
        using var device = cuda.Open(cuda.Toolkit);
        using var module = device.LoadModule(cuda.Module("kernel nothing"));
        using var sequence = device.Prepare([new(module.GetKernel("nothing"), new(1), new(32), 200_000, [])]);
        device.Run(sequence);
    }

    [Fact]
    public void Auto_takes_cuda_where_a_GPU_and_nvcc_are_found()
    {
        Assert.SkipUnless(cuda.IsUsable, "this machine has a CUDA driver of its own");
        var facts = DeviceSelection.Choose("auto", CudaBinding.TryLoad, FakeCuda.Variables(cuda.Toolkit));
        Assert.Equal((DeviceKind.Cuda, "9.0", (int?)132), (facts.Kind, facts.ComputeCapability, facts.Multiprocessors));
        Assert.Contains("NVIDIA Fake 16GB", facts.Reason, StringComparison.Ordinal);
    }

    private static KernelLaunch Nothing(IDeviceModule module) =>
        new(module.GetKernel("nothing"), new(4), new(32), 0, []);

    private static KernelLaunch AddOne(IDeviceModule module, IDeviceBuffer buffer, int count) =>
        new(
            module.GetKernel("add_one"),
            new(1),
            new(32),
            0,
            [new(buffer, []), new(null, [.. BitConverter.GetBytes(count)])]
        );

    private static byte[] Bytes(params int[] values) => MemoryMarshal.AsBytes<int>(values).ToArray();
}
