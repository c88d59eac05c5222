using PerfGate.Runner.Bytes;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Devices.Cuda;

namespace PerfGate.Runner.Tests.Devices.Cuda;

/// <content>Buffers: where they lie, how they are filled, and what does not fit.</content>
public sealed partial class CudaDeviceOverFakeDriverTests
{
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
    public void Memory_in_use_follows_what_is_allocated()
    {
        using var device = cuda.Open(cuda.Toolkit);
        var before = device.MemoryInUse;
        using var buffer = device.Allocate(4096);
        Assert.Equal(4096, device.MemoryInUse - before);
    }

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
}
