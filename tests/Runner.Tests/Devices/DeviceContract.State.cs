using PerfGate.Core.Policy;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Tests.Devices;

/// <summary>What launches start from, and what they leave.</summary>
public abstract partial class DeviceContract
{
    private const int Count = 1000;

    [Theory]
    [InlineData(CacheState.Cold)]
    [InlineData(CacheState.Hot)]
    public void Every_run_and_every_sample_starts_with_the_buffers_reset(CacheState cache)
    {
        using var device = Open();
        using var program = new DeviceProgram(device, ContractModule(), Symbol);
        using var values = device.Allocate(Count * sizeof(int));
        using var seen = device.Allocate(Count * sizeof(int));
        using var original = device.Allocate(sizeof(int) * (Count + 64));
        original.Upload(Bytes([.. Enumerable.Range(0, Count + 64).Select(i => 7 * i)]));
        var launch = new KernelLaunch(
            program.Kernel("accumulate"),
            new(4),
            new(256),
            0,
            [new(values, []), new(seen, []), new(null, [.. BitConverter.GetBytes(Count)])]
        );
        using var sequence = device.Prepare(
            [launch],
            [new(values, 0, original, 64 * sizeof(int)), new(seen, 0x0101_0101)]
        );

        device.Run(sequence);
        Assert.Equal(Enumerable.Range(0, Count).Select(i => (7 * (i + 64)) + i), Ints(values));
        device.Sample(sequence, 7, cache);
        Assert.Equal(Enumerable.Range(0, Count).Select(i => (7 * (i + 64)) + i), Ints(values));
        Assert.Equal(Enumerable.Range(0, Count).Select(i => 7 * (i + 64)), Ints(seen));
    }

    [Fact]
    public void A_buffer_without_a_copy_is_reset_by_a_word_to_its_last_byte()
    {
        using var device = Open();
        using var program = new DeviceProgram(device, ContractModule(), Symbol);
        using var odd = device.Allocate(7);
        using var other = device.Allocate(4);
        var launch = new KernelLaunch(
            program.Kernel("write_at"),
            new(1),
            new(1),
            0,
            [new(other, []), new(null, [.. BitConverter.GetBytes(0)])]
        );
        using var sequence = device.Prepare([launch], [new(odd, 0x4433_2211)]);
        device.Run(sequence);
        var read = new byte[7];
        odd.Download(read);
        Assert.Equal([0x11, 0x22, 0x33, 0x44, 0x11, 0x22, 0x33], read);
    }

    [Fact]
    public void A_kernel_finds_nothing_in_its_variables_that_an_earlier_launch_left()
    {
        using var device = Open();
        using var program = new DeviceProgram(device, ContractModule(), Symbol);
        using var values = device.Allocate(4 * sizeof(int));
        using var sequence = device.Prepare([new(program.Kernel("remember"), new(1), new(1), 0, [new(values, [])])]);
        for (var time = 0; time < 2; time++)
        {
            device.Run(sequence);
            Assert.Equal([1, 6, 1, 1], Ints(values));
            device.Sample(sequence, 5, CacheState.Cold);
            Assert.Equal([1, 6, 1, 1], Ints(values));
        }

        Assert.DoesNotContain(device.Warnings, w => w.Contains("cannot be put back", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(4096)]
    [InlineData(1_000_003)]
    public void The_same_bytes_have_the_same_digest_wherever_they_are_and_one_other_byte_another(int size)
    {
        using var device = Open();
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        using var one = device.Allocate(size);
        using var two = device.Allocate(size);
        one.Upload(bytes);
        two.Upload(bytes);
        var digests = device.Digest([MemoryRange.Of(one), MemoryRange.Of(two), MemoryRange.Of(one)]);
        Assert.Single(digests.Distinct());
        foreach (var at in new[] { 0, size / 2, size - 1 }.Distinct())
        {
            bytes[at] ^= 0x40;
            two.Upload(bytes);
            Assert.NotEqual(digests[0], device.Digest([MemoryRange.Of(two)])[0]);
            bytes[at] ^= 0x40;
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-16_000)]
    [InlineData(Count)]
    [InlineData(Count + 16_000)]
    public void What_a_kernel_writes_outside_a_buffer_is_seen_in_its_guard_bands(int index)
    {
        using var device = Open();
        using var program = new DeviceProgram(device, ContractModule(), Symbol);
        device.Reserve([[Count * sizeof(int), 5]]);
        var buffers = device.Allocate([Count * sizeof(int), 5], 0);
        device.FillGuards(buffers);
        MemoryRange[] guards =
        [
            .. buffers.SelectMany(b =>
                new MemoryRange[] { new(b, -b.GuardBytes, b.GuardBytes), new(b, b.Bytes, b.GuardBytes) }
            ),
        ];
        var before = device.Digest(guards);
        using var sequence = device.Prepare([
            new(
                program.Kernel("write_at"),
                new(1),
                new(1),
                0,
                [new(buffers[0], []), new(null, [.. BitConverter.GetBytes(index)])]
            ),
        ]);
        device.Run(sequence);

        var after = device.Digest(guards);
        Assert.Equal([index < 0, index > 0, false, false], before.Zip(after, (a, b) => a != b));
        var read = new byte[4];
        buffers[0].Download(read, (long)index * sizeof(int));
        Assert.Equal(1, BitConverter.ToInt32(read));
        foreach (var buffer in buffers)
            buffer.Dispose();
    }

    [Fact]
    public void Guard_bands_are_filled_from_end_to_end_and_nothing_beside_them()
    {
        using var device = Open();
        long[] sizes = [Count * sizeof(int), 5, 4097, 1];
        device.Reserve([sizes]);
        var buffers = device.Allocate(sizes, 0);
        foreach (var buffer in buffers)
            buffer.Fill([0]);

        device.FillGuards(buffers);

        foreach (var buffer in buffers)
        {
            var around = new byte[(2 * buffer.GuardBytes) + buffer.Bytes];
            buffer.Download(around, -buffer.GuardBytes);
            var guard = Enumerable.Repeat(IDeviceBuffer.GuardByte, (int)buffer.GuardBytes).ToArray();
            Assert.Equal([.. guard, .. new byte[buffer.Bytes], .. guard], around);
            buffer.Dispose();
        }
    }

    [Fact]
    public void A_digest_is_the_same_after_thousands_of_others()
    {
        using var device = Open();
        using var one = device.Allocate(1000);
        one.Fill([1, 2, 3]);
        var ranges = Enumerable.Range(0, 300).Select(i => new MemoryRange(one, i, 700 - i)).ToArray();

        var first = device.Digest(ranges);

        Assert.Equal(ranges.Length, first.Distinct().Count());
        for (var i = 0; i < 40; i++)
            Assert.Equal(first, device.Digest(ranges));
    }

    private static byte[] Bytes(int[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    private static int[] Ints(IDeviceBuffer buffer)
    {
        var bytes = new byte[buffer.Bytes];
        buffer.Download(bytes);
        return [.. bytes.Chunk(sizeof(int)).Select(b => BitConverter.ToInt32(b))];
    }
}
