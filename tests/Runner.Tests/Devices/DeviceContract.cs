using PerfGate.Core.Policy;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Tests.Devices;

/// <summary>
/// What every device does alike. A device's tests derive from it and say how to open it and compile for it.
/// </summary>
public abstract partial class DeviceContract
{
    /// <summary>Opens the device.</summary>
    private protected abstract IDevice Open();

    /// <summary>Path of the compiled <c>contract.cu</c>.</summary>
    private protected abstract string ContractModule();

    /// <summary>The symbol of a kernel with C linkage.</summary>
    private protected abstract string Symbol(string kernel);

    [Fact]
    public void Every_thread_of_a_three_dimensional_grid_knows_its_place()
    {
        var places = new int[2 * 3 * 4 * 5 * 6 * 7];
        Run("indices", new(2, 3, 4), new(5, 6, 7), places);
        Assert.Equal(
            from gz in Enumerable.Range(0, 4) from gy in Enumerable.Range(0, 3) from gx in Enumerable.Range(0, 2)
            from z in Enumerable.Range(0, 7) from y in Enumerable.Range(0, 6) from x in Enumerable.Range(0, 5)
            select x + (10 * y) + (100 * z) + (1000 * gx) + (10000 * gy) + (100000 * gz),
            places);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(33)]
    [InlineData(1024)]
    public void Threads_see_what_others_wrote_to_shared_memory_before_a_barrier(int threads)
    {
        var values = Enumerable.Range(0, 5 * threads).ToArray();
        Run("reverse_static", new(5), new((uint)threads), values);
        Assert.Equal(Enumerable.Range(0, 5 * threads).Chunk(threads).SelectMany(c => c.Reverse()), values);
    }

    [Fact]
    public void A_launch_has_the_dynamic_shared_memory_that_it_asks_for()
    {
        var values = Enumerable.Range(0, 3 * 200).ToArray();
        Run("reverse_dynamic", new(3), new(200), 200 * sizeof(int), values);
        Assert.Equal(Enumerable.Range(0, 3 * 200).Chunk(200).SelectMany(c => c.Reverse()), values);
    }

    [Fact]
    public void Barriers_in_a_loop_keep_the_threads_of_a_block_in_step()
    {
        var values = Enumerable.Repeat(1, 1000).ToArray();
        Run("prefix_sum", new(1), new(1000), values);
        Assert.Equal(Enumerable.Range(1, 1000), values);
    }

    [Fact]
    public void A_barrier_counts_and_combines_predicates()
    {
        var seen = new int[100];
        Run("barrier_predicates", new(1), new(100), seen);
        // 34 of 0 ... 99 are multiples of three; some and all hold.
        Assert.All(seen, s => Assert.Equal((34 * 16) + 4 + 2, s));
    }

    [Fact]
    public void A_scalar_of_any_width_arrives_unchanged()
    {
        var seen = new double[4];
        Run("scalars", new(1), new(1), seen, -7, 1.5f, 1e-300, 1L << 52);
        Assert.Equal([-7, 1.5, 1e-300, 4503599627370496], seen);
    }

    [Fact]
    public void A_vector_type_has_the_layout_of_its_elements()
    {
        var copy = new float[12];
        Run("copy_vectors", new(1), new(3), Enumerable.Range(0, 12).Select(i => (float)i).ToArray(), copy);
        Assert.Equal([3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8], copy);
    }

    [Theory]
    [InlineData(CacheState.Cold, 1, 0)]
    [InlineData(CacheState.Cold, 1, 2)]
    [InlineData(CacheState.Cold, 3, 1)]
    [InlineData(CacheState.Hot, 1, 0)]
    [InlineData(CacheState.Hot, 3, 0)]
    [InlineData(CacheState.Hot, 3, 2)]
    public void A_batch_has_as_many_samples_as_were_asked_for_whatever_was_left_out_before(
        CacheState cache,
        int launches,
        int leftOut
    )
    {
        using var device = Open();
        using var program = new DeviceProgram(device, ContractModule(), Symbol);
        using var buffer = device.Allocate(64 * sizeof(int));
        var launch = new KernelLaunch(program.Kernel("reverse_static"), new(1), new(64), 0, [new(buffer, [])]);
        using var sequence = device.Prepare([.. Enumerable.Repeat(launch, launches)]);
        // Twice: what the first batch left behind must not be taken for a sample of the second.
        for (var time = 0; time < 2; time++)
        {
            var batch = device.Sample(sequence, 5, cache, leftOut);
            Assert.Equal(5, batch.Nanoseconds.Length);
            Assert.All(batch.Nanoseconds, ns => Assert.True(ns > 0));
            Assert.All(batch.LaunchNanoseconds ?? [], times => Assert.Equal(5, times.Length));
        }
    }

    [Fact]
    public void A_buffer_gives_back_what_was_put_in()
    {
        using var device = Open();
        using var buffer = device.Allocate(5);
        var read = new byte[5];
        buffer.Fill([0xA5]);
        buffer.Upload([1, 2, 3]);
        buffer.Download(read);
        Assert.Equal([1, 2, 3, 0xA5, 0xA5], read);
    }

    [Fact]
    public void A_large_buffer_is_read_piece_by_piece_from_its_start_to_its_end()
    {
        using var device = Open();
        var bytes = new byte[(2 * IDeviceBuffer.PieceBytes) + 5];
        new Random(1).NextBytes(bytes);
        using var buffer = device.Allocate(bytes.Length);
        buffer.Upload(bytes);
        // Twice: the second time through memory that the first one left behind.
        for (var time = 0; time < 2; time++)
        {
            List<int> pieces = [];
            List<byte> read = [];
            buffer.Read(piece =>
            {
                pieces.Add(piece.Length);
                read.AddRange(piece);
            });
            Assert.Equal([IDeviceBuffer.PieceBytes, IDeviceBuffer.PieceBytes, 5], pieces);
            Assert.Equal(bytes, read);
        }
    }

    [Theory]
    [InlineData(4, 103)]
    [InlineData(4, 3)]
    [InlineData(64, 103)]
    [InlineData(6, 100)]
    [InlineData(12, 100)]
    public void A_filled_buffer_repeats_the_element_to_its_last_byte(int element, int bytes)
    {
        using var device = Open();
        using var buffer = device.Allocate(bytes);
        // Of 4 and 64 bytes with one word over and over; of 6 and 12 without.
        byte At(int i) => (byte)(element % 3 == 0 ? i % element : 0xA0 + (i % 4));
        buffer.Fill([.. Enumerable.Range(0, element).Select(At)]);
        var read = new byte[bytes];
        buffer.Download(read);
        Assert.Equal(Enumerable.Range(0, bytes).Select(At), read);
    }

    [Fact]
    public void A_buffer_larger_than_any_memory_is_refused()
    {
        using var device = Open();
        Assert.Equal(DeviceFault.OutOfMemory, Assert.Throws<DeviceException>(() => device.Allocate(1L << 50)).Fault);
    }

    [Fact]
    public void A_launch_that_no_device_could_make_is_refused_before_it_runs()
    {
        using var device = Open();
        using var program = new DeviceProgram(device, ContractModule(), Symbol);
        foreach (
            var (grid, block, shared) in new (Dim3, Dim3, int)[]
            {
                (new(1), new(1025), 0),
                (new(1), new(32, 33), 0),
                (new(1), new(1, 1, 65), 0),
                (new(0), new(1), 0),
                (new(1), new(1), 1 << 20),
            }
        )
        {
            var refused = Assert.Throws<DeviceException>(() =>
                program.Launch("reverse_dynamic", grid, block, shared, new int[2048])
            );
            Assert.Equal(DeviceFault.InvalidLaunch, refused.Fault);
        }
    }

    [Fact]
    public void A_part_of_a_buffer_is_copied_to_another()
    {
        using var device = Open();
        using var from = device.Allocate(16);
        using var to = device.Allocate(12);
        from.Upload([.. Enumerable.Range(0, 16).Select(i => (byte)i)]);
        to.Fill([0xee]);
        from.CopyTo(4, to, 8, 4);

        var copied = new byte[12];
        to.Download(copied);
        Assert.Equal([0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 4, 5, 6, 7], copied);
        Assert.Throws<ArgumentOutOfRangeException>(() => from.CopyTo(13, to, 0, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => from.CopyTo(0, to, 9, 4));
    }

    [Fact]
    public void A_kernel_that_the_module_lacks_is_named()
    {
        using var device = Open();
        using var module = device.LoadModule(ContractModule());
        var missing = Assert.Throws<DeviceException>(() => module.GetKernel("no_such_kernel"));
        Assert.Equal(DeviceFault.InvalidLaunch, missing.Fault);
        Assert.Contains("no_such_kernel", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_module_is_refused()
    {
        using var device = Open();
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "not a module");
        Assert.Equal(DeviceFault.InvalidLaunch, Assert.Throws<DeviceException>(() => device.LoadModule(path)).Fault);
        File.Delete(path);
    }

    private protected void Run(string kernel, Dim3 grid, Dim3 block, params object[] arguments) =>
        Run(kernel, grid, block, 0, arguments);

    private protected void Run(string kernel, Dim3 grid, Dim3 block, int sharedBytes, params object[] arguments)
    {
        using var device = Open();
        using var program = new DeviceProgram(device, ContractModule(), Symbol);
        program.Launch(kernel, grid, block, sharedBytes, arguments);
    }
}
