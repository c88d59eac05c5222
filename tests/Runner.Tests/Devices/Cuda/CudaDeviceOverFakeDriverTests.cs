using System.Collections.Immutable;
using System.Runtime.InteropServices;
using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Policy;
using PerfGate.Runner.Bytes;
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
public sealed class CudaDeviceOverFakeDriverTests(FakeCuda cuda) : IClassFixture<FakeCuda>
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
    public void The_buffers_of_every_case_lie_at_the_same_addresses_whatever_came_before()
    {
        using var device = cuda.Open(cuda.Toolkit);
        IReadOnlyList<long> small = [100, 200], large = [3 << 20, 100];
        device.Reserve([small, large]);
        var first = Addresses(device, small);
        using (device.Allocate(1 << 20))
            _ = Addresses(device, large);
        Assert.Equal(first, Addresses(device, small));
        Assert.Equal(0ul, (first[1] - first[0]) % (2 << 20));
    }

    [Fact]
    public void Places_lay_the_same_buffers_out_with_other_gaps_between_them()
    {
        using var device = cuda.Open(cuda.Toolkit);
        IReadOnlyList<long> sizes = [3 << 20, 100, 5 << 20];
        device.Reserve([sizes]);
        var places = AtEveryLayout(device, sizes);
        Assert.Equal(places, AtEveryLayout(device, sizes));
        Assert.Equal(device.Layouts, places.Select(a => (a[1] - a[0], a[2] - a[1])).Distinct().Count());
        Assert.All(
            places,
            a => Assert.All(a.Zip(sizes, a.Skip(1)), pair => Assert.True(pair.First + (ulong)pair.Second <= pair.Third))
        );
        Assert.All(places.SelectMany(a => a), address => Assert.Equal(0ul, (address - places[0][0]) % (2 << 20)));
    }

    // A hidden order in where memory's channels are is as likely to follow a page's last bits as its first ones.
    [Fact]
    public void Over_the_places_each_buffer_begins_evenly_spread_over_128_MiB_and_over_the_pages_modulo_16()
    {
        using var device = cuda.Open(cuda.Toolkit);
        long[] sizes = [3 << 20, 100, 5 << 20];
        device.Reserve([sizes]);
        var places = AtEveryLayout(device, sizes);
        var start = places.Min(a => a[0]);
        for (var buffer = 0; buffer < sizes.Length; buffer++)
        {
            var pages = places.Select(a => (a[buffer] - start) / (2 << 20) % 64).ToArray();
            Assert.Equal(16, pages.Select(page => page / 4).Distinct().Count());
            Assert.Equal(16, pages.Select(page => page % 16).Distinct().Count());
        }
    }

    [Fact]
    public void The_base_s_buffers_fit_behind_the_candidate_s_at_every_place()
    {
        using var device = cuda.Open(cuda.Toolkit);
        IReadOnlyList<long> ours = [3 << 20, 100], theirs = [7 << 20];
        device.Reserve([[.. ours, .. theirs]]);
        var free = device.MemoryInUse;
        for (var place = 0; place < device.Layouts; place++)
        {
            var buffers = device.Allocate(ours, place).Concat(device.Allocate(theirs, place)).ToArray();
            Assert.Equal((4 + 2 + 8) << 20, device.MemoryInUse - free);
            foreach (var buffer in buffers)
                buffer.Dispose();
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(4096)]
    public void The_digest_of_a_range_is_the_one_that_is_computed_here(int offset)
    {
        using var device = cuda.Open(cuda.Toolkit);
        var bytes = new byte[5003];
        new Random(offset).NextBytes(bytes);
        using var buffer = device.Allocate(bytes.Length);
        buffer.Upload(bytes);
        Assert.Equal(
            MemoryDigest.Of(bytes.AsSpan(offset, 900), offset % 8),
            device.Digest([new(buffer, offset, 900)])[0]
        );
    }

    [Fact]
    public void Guard_bands_of_many_buffers_are_filled_and_nothing_beside_them()
    {
        using var device = cuda.Open(cuda.Toolkit);
        var sizes = Enumerable.Range(1, 150).Select(i => (long)i).ToArray();
        device.Reserve([sizes]);
        var buffers = device.Allocate(sizes, 0);
        foreach (var buffer in buffers)
            buffer.Fill([1]);

        device.FillGuards(buffers);

        foreach (var buffer in buffers)
        {
            var around = new byte[(2 * buffer.GuardBytes) + buffer.Bytes];
            buffer.Download(around, -buffer.GuardBytes);
            Assert.Equal(2 * buffer.GuardBytes, around.Count(b => b == IDeviceBuffer.GuardByte));
            Assert.Equal(buffer.Bytes, around.Count(b => b == 1));
            buffer.Dispose();
        }
    }

    [Fact]
    public void Memory_set_aside_counts_as_free_until_a_case_has_it()
    {
        using var device = cuda.Open(cuda.Toolkit);
        var before = device.MemoryInUse;
        device.Reserve([[8L << 20]]);
        Assert.Equal(before, device.MemoryInUse);
        var buffers = device.Allocate([4L << 20], 0);
        // Rounded up to whole pages, the guard bands with it.
        Assert.Equal(6L << 20, device.MemoryInUse - before);
        buffers[0].Dispose();
        Assert.Equal(before, device.MemoryInUse);
    }

    [Fact]
    public void A_case_that_needs_what_was_set_aside_for_others_gets_it()
    {
        using var device = cuda.Open(cuda.Toolkit);
        device.Reserve([[640L << 20], [880L << 20]]);
        var buffers = device.Allocate([880L << 20], 0);
        Assert.Equal(880L << 20, buffers[0].Bytes);
        buffers[0].Dispose();
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
    public void An_allocation_that_does_not_fit_is_named_and_the_next_one_works()
    {
        using var device = cuda.Open(cuda.Toolkit);
        using var most = device.Allocate(800L << 20);
        var error = Assert.Throws<DeviceException>(() => device.Allocate(320L << 20));
        Assert.Equal(DeviceFault.OutOfMemory, error.Fault);
        Assert.Contains("CUDA_ERROR_OUT_OF_MEMORY", error.Message, StringComparison.Ordinal);
        device.Allocate(16).Dispose();
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
    public void Memory_in_use_follows_what_is_allocated()
    {
        using var device = cuda.Open(cuda.Toolkit);
        var before = device.MemoryInUse;
        using var buffer = device.Allocate(4096);
        Assert.Equal(4096, device.MemoryInUse - before);
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

    private static ulong[][] AtEveryLayout(CudaDevice device, IReadOnlyList<long> bytes) =>
        [.. Enumerable.Range(0, device.Layouts).Select(place => Addresses(device, bytes, place))];

    private static ulong[] Addresses(CudaDevice device, IReadOnlyList<long> bytes, int layout = 0)
    {
        var buffers = device.Allocate(bytes, layout);
        var addresses = buffers.Select(b => ((CudaBuffer)b).Address).ToArray();
        foreach (var buffer in buffers)
            buffer.Dispose();
        return addresses;
    }

    private static byte[] Bytes(params int[] values) => MemoryMarshal.AsBytes<int>(values).ToArray();
}
