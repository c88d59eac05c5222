using PerfGate.Runner.Devices;
using PerfGate.Runner.Devices.Host;

namespace PerfGate.Runner.Tests.Devices.Host;

public class HostFaultTests
{
    private static readonly string Unit =
        $"""
        #include "{Checkout.Root}/tests/Runner.Tests/Devices/Host/faults.cu"
        PERFGATE_DYNAMIC_SHARED(int, small)
        PERFGATE_EXPORT_KERNEL(some_skip_the_barrier)
        PERFGATE_EXPORT_KERNEL(lanes_leave_before_a_shuffle)
        PERFGATE_EXPORT_KERNEL(barrier_against_shuffle)
        PERFGATE_EXPORT_KERNEL(mask_without_the_caller)
        PERFGATE_EXPORT_KERNEL(fails_an_assertion)
        PERFGATE_EXPORT_KERNEL(writes_past_its_shared_memory)
        PERFGATE_EXPORT_KERNEL(sets_one)
        PERFGATE_EXPORT_KERNEL(spins_on_a_lock)
        PERFGATE_EXPORT_KERNEL(active_lanes)
        PERFGATE_EXPORT_KERNEL(every_thread_leaves_early_but_some)
        PERFGATE_EXPORT_KERNEL(scales)
        PERFGATE_EXPORT_KERNEL(rounds_upward)
        """;

    [Fact]
    public void A_barrier_that_some_threads_cannot_reach_ends_with_who_waits_where()
    {
        var message = Failure("some_skip_the_barrier", new(2), new(100), new int[100]);
        Assert.Contains("kernel some_skip_the_barrier, block (", message, StringComparison.Ordinal);
        Assert.Contains(
            "40 of 100 threads wait at __syncthreads (faults.cu:7), 60 have ended",
            message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_shuffle_whose_partners_are_gone_ends_with_who_waits_where() =>
        Assert.Contains(
            "24 of 32 threads wait at a warp shuffle (faults.cu:15), 8 have ended",
            Failure("lanes_leave_before_a_shuffle", new(1), new(32), new int[32]), StringComparison.Ordinal);

    [Fact]
    public void A_barrier_against_a_vote_names_both()
    {
        var message = Failure("barrier_against_shuffle", new(1), new(32), new int[32]);
        Assert.Contains("16 of 32 threads wait at __syncthreads (faults.cu:21)", message, StringComparison.Ordinal);
        Assert.Contains("16 of 32 threads wait at a warp vote (faults.cu:23)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mask_must_name_the_calling_lane() =>
        Assert.Contains(
            "does not name the calling lane",
            Failure("mask_without_the_caller", new(1), new(32), new int[32]),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_library_and_a_kernel_that_round_otherwise_leave_the_process_as_it_was()
    {
        var before = Third();
        using var device = new HostDevice(threads: 1);
        using var program = Program(device, "faults", "-DPERFGATE_EARLY_EXIT=0");
        Assert.Equal(before, Third());

        program.Launch("rounds_upward", new(1), new(1), new int[1]);
        Assert.Equal(before, Third());

        // What the compiler could compute shows no rounding of the processor's.
        static double Third() => 1.0 / int.Parse("3", System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void A_failed_assertion_names_its_thread_and_line()
    {
        var message = Failure("fails_an_assertion", new(4), new(8), new int[1]);
        Assert.Contains("block (3, 0, 0), thread (5, 0, 0)", message, StringComparison.Ordinal);
        Assert.Contains("`blockIdx.x < 3 || threadIdx.x != 5'", message, StringComparison.Ordinal);
        Assert.Contains("faults.cu:33", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_write_past_the_dynamic_shared_memory_is_seen() =>
        Assert.Contains(
            "kernel writes_past_its_shared_memory wrote past the 32 bytes",
            Failure("writes_past_its_shared_memory", new(1), new(9), 32, new int[9]), StringComparison.Ordinal);

    [Fact]
    public void Kernels_run_correctly_after_one_has_failed()
    {
        using var device = new HostDevice(threads: 2);
        using var program = Program(device, "faults", "-DPERFGATE_EARLY_EXIT=0");
        var ones = new int[64];
        for (var round = 0; round < 3; round++)
        {
            Assert.Throws<DeviceException>(() =>
                program.Launch("some_skip_the_barrier", new(5), new(100), new int[100])
            );
            Array.Clear(ones);
            program.Launch("sets_one", new(3), new(64), ones);
            Assert.All(ones, one => Assert.Equal(1, one));
        }
    }

    [Fact]
    public void Threads_of_a_block_may_spin_on_a_lock_that_another_holds()
    {
        using var device = new HostDevice(threads: 2);
        using var program = Program(device, "faults", "-DPERFGATE_EARLY_EXIT=0");
        var counter = new int[1];
        program.Launch("spins_on_a_lock", new(4), new(64), new int[1], counter);
        Assert.Equal(4 * 64, counter[0]);
    }

    [Fact]
    public void Lanes_of_one_branch_are_active_together()
    {
        using var device = new HostDevice(threads: 1);
        using var program = Program(device, "faults", "-DPERFGATE_EARLY_EXIT=0");
        var masks = new uint[32];
        program.Launch("active_lanes", new(1), new(32), masks);
        Assert.All(
            Enumerable.Range(0, 32),
            lane => Assert.Equal(lane % 4 == 1 ? 0x22222222u : 0xDDDDDDDEu, masks[lane])
        );
    }

    [Fact]
    public void A_struct_without_a_default_constructor_and_a_null_pointer_are_passed()
    {
        using var device = new HostDevice(threads: 1);
        using var program = Program(device, "faults-early");
        var scaled = new float[3];
        program.Launch("scales", new(1), new(3), 2.5f, 0L, scaled);
        Assert.Equal([0, 2.5f, 5], scaled);
    }

    [Fact]
    public void An_argument_of_another_size_than_its_parameter_is_refused()
    {
        using var device = new HostDevice(threads: 1);
        using var program = Program(device, "faults-early");
        var refused = Assert.Throws<DeviceException>(() =>
            program.Launch("every_thread_leaves_early_but_some", new(1), new(64), new int[64], 40L));
        Assert.Equal(DeviceFault.InvalidLaunch, refused.Fault);
        Assert.Contains(
            "its parameter 2 takes 4 bytes, and the argument has 8", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_whose_symbols_are_stripped_is_refused()
    {
        using var device = new HostDevice(threads: 1);
        var refused = Assert.Throws<DeviceException>(() => Program(device, "faults-stripped", "-s"));
        Assert.Contains("take what strips it (-s) out of PerfGateHostFlags", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Threads_may_leave_early()
    {
        using var device = new HostDevice(threads: 1);
        using var program = Program(device, "faults-early");
        var counts = new int[64];
        program.Launch("every_thread_leaves_early_but_some", new(1), new(64), counts, 40);
        Assert.Equal(Enumerable.Range(0, 64).Select(t => t < 40 ? 40 : 0), counts);
    }

    private static string Failure(string kernel, Dim3 grid, Dim3 block, params object[] arguments) =>
        Failure(kernel, grid, block, 0, arguments);

    private static string Failure(string kernel, Dim3 grid, Dim3 block, int shared, params object[] arguments)
    {
        using var device = new HostDevice(threads: 1);
        using var program = Program(device, "faults", "-DPERFGATE_EARLY_EXIT=0");
        var failure = Assert.Throws<DeviceException>(() => program.Launch(kernel, grid, block, shared, arguments));
        Assert.Equal(DeviceFault.KernelFailed, failure.Fault);
        return failure.Message;
    }

    private static DeviceProgram Program(HostDevice device, string name, params string[] flags) =>
        new(device, HostModuleBuilder.Kernels(name, Unit, flags), kernel => "perfgate_launch_" + kernel);
}
