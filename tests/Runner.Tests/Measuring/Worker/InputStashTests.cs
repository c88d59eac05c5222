using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Devices.Host;
using PerfGate.Runner.Measuring.Worker;

namespace PerfGate.Runner.Tests.Measuring.Worker;

public sealed class InputStashTests : IDisposable
{
    private static readonly FillSpec Normal = new(FillKind.Normal, 0, 1);

    private readonly string _folder = Directory.CreateTempSubdirectory("perfgate-stash-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void An_input_that_was_spoilt_comes_back_as_it_was()
    {
        using var device = new ScriptedDevice(_ => []);
        var input = new BufferSpec("x", ElementType.F32, 1000, Normal, 5);
        using var stash = new InputStash(device, [Case(input)]);
        using var kept = new KeptFiles(_folder);
        var store = new InputStore(kept, stash);
        using var memory = new HostBuffer(input.Bytes);

        store.Fill(input, memory);
        var first = Content(memory);
        memory.Fill([0xff]);
        store.Fill(input, memory);

        Assert.Equal(store.BytesOf(input).ToArray(), first);
        Assert.Equal(first, Content(memory));
    }

    [Fact]
    public void What_a_launch_writes_is_restored_from_a_copy_that_was_supplied_before()
    {
        using var device = new ScriptedDevice(_ => []);
        var input = new BufferSpec("x", ElementType.F32, 1000, Normal, 5);
        using var stash = new InputStash(device, [Case(input)]);
        using var kept = new KeptFiles(_folder);
        var store = new InputStore(kept, stash);
        using var memory = new HostBuffer(input.Bytes);

        store.Supply(input, memory);
        memory.Fill([0xff]);

        Assert.True(stash.TryRestore(InputStore.Describe(input), memory));
        Assert.Equal(store.BytesOf(input).ToArray(), Content(memory));
    }

    [Fact]
    public void Inputs_do_not_overlap_and_what_two_cases_read_is_kept_once()
    {
        using var device = new ScriptedDevice(_ => []);
        var (x, y) = (
            new BufferSpec("x", ElementType.F32, 100, Normal, 5),
            new BufferSpec("y", ElementType.F32, 100, Normal, 6)
        );
        using var stash = new InputStash(device, [Case(x, y), Case(x with { Name = "same" })]);
        Assert.Equal(2 * 512, stash.Bytes);
        Assert.Equal(1, device.Allocations);

        using var kept = new KeptFiles(_folder);
        var store = new InputStore(kept, stash);
        using var memory = new HostBuffer(400);
        store.Fill(x, memory);
        store.Fill(y, memory);
        store.Fill(x, memory);
        Assert.Equal(store.BytesOf(x).ToArray(), Content(memory));
    }

    [Theory]
    [InlineData(255, 256)]
    [InlineData(256, 256)]
    [InlineData(257, 512)]
    public void Each_input_begins_at_a_multiple_of_256_bytes_behind_the_one_before(int bytes, long next)
    {
        using var device = new ScriptedDevice(_ => []);
        var (x, y) = (
            new BufferSpec("x", ElementType.U8, bytes, Normal, 5),
            new BufferSpec("y", ElementType.U8, bytes, Normal, 6)
        );

        using var stash = new InputStash(device, [Case(x, y)]);

        Assert.Equal(next, stash.Locate(InputStore.Describe(y))!.Value.Offset);
    }

    [Fact]
    public void Outputs_take_no_room()
    {
        using var device = new ScriptedDevice(_ => []);
        using var stash = new InputStash(
            device,
            [Case(new BufferSpec("y", ElementType.F32, 100, new(FillKind.Poison), 0))]
        );
        Assert.Equal(0, stash.Bytes);
        Assert.Equal(0, device.Allocations);
    }

    [Fact]
    public void What_does_not_fit_is_filled_from_the_host_each_time()
    {
        using var device = new ScriptedDevice(_ => []) { Memory = 2000 };
        var (small, large) = (
            new BufferSpec("x", ElementType.F32, 100, Normal, 5),
            new BufferSpec("y", ElementType.F32, 300, Normal, 6)
        );
        using var stash = new InputStash(device, [Case(large, small)]);
        Assert.Equal(512, stash.Bytes);

        using var kept = new KeptFiles(_folder);
        var store = new InputStore(kept, stash);
        using var memory = new HostBuffer(large.Bytes);
        store.Fill(large, memory);
        memory.Fill([0]);
        store.Fill(large, memory);
        Assert.Equal(store.BytesOf(large).ToArray(), Content(memory));
    }

    private static byte[] Content(HostBuffer memory)
    {
        var bytes = new byte[memory.Bytes];
        memory.Download(bytes);
        return bytes;
    }

    private static BenchmarkCase Case(params BufferSpec[] buffers) =>
        new()
        {
            Name = "a",
            Benchmark = "a",
            DeclaredAt = new SourceLocation("a.bench.json", 1, 1),
            Source = "a.cu",
            Defines = "",
            Buffers = [.. buffers],
            Launches = [],
            Check = null!,
        };
}
