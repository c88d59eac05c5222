using System.Collections.Immutable;
using PerfGate.Core.Policy;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Devices.Cuda;
using PerfGate.Runner.Tests.Devices.Cuda.Fakes;

namespace PerfGate.Runner.Tests.Devices.Cuda;

// C++ functions that launch.
public sealed partial class CudaDeviceOverFakeDriverTests
{
    private const double Steady = 1000 + 500 + 10 + 1000;

    [Theory]
    [InlineData(CacheState.Cold)]
    [InlineData(CacheState.Hot)]
    public void A_sample_goes_from_the_first_start_to_the_last_end_of_a_call_and_resets_do_not_count(CacheState cache)
    {
        using var device = cuda.Open(cuda.Toolkit);
        using var module = device.LoadModule(cuda.Functions());
        using var y = device.Allocate(4);
        using var source = device.Allocate(4);
        using var sequence = PrepareFunction(device, module, "steady", y, [new(y, 5), new(y, 0, source)], 21);

        device.Run(sequence);

        Assert.Equal(21, Value(y));
        Assert.Equal(2, sequence.Launches);
        var batch = device.Sample(sequence, 50, cache);
        Assert.Equal(Enumerable.Repeat(Steady, 50), batch.Nanoseconds);
        Assert.Null(batch.LaunchNanoseconds);
        Assert.Equal(3, device.Sample(sequence, 3, cache, leftOut: 4).Nanoseconds.Length);
    }

    [Fact]
    public void Records_that_come_only_when_forced_are_not_waited_for()
    {
        using var device = cuda.Open(cuda.HoldingToolkit);
        using var module = device.LoadModule(cuda.Functions());
        using var y = device.Allocate(4);
        using var sequence = PrepareFunction(device, module, "steady", y, [new(y, 5)], 1);

        Assert.Equal([Steady, Steady], device.Sample(sequence, 2, CacheState.Cold).Nanoseconds);
    }

    [Fact]
    public void What_was_recorded_without_its_time_is_timed_again()
    {
        using var device = cuda.Open(cuda.HastyToolkit);
        using var module = device.LoadModule(cuda.Functions());
        using var y = device.Allocate(4);

        foreach (var visit in Enumerable.Range(0, 40))
        {
            using var sequence = PrepareFunction(device, module, "steady", y, [new(y, 5)], 1, visit);
            device.Run(sequence);
            Assert.Equal([Steady, Steady], device.Sample(sequence, 2, CacheState.Cold).Nanoseconds);
        }
    }

    [Fact]
    public void A_clock_that_records_no_times_is_out_of_reach_and_says_nothing_about_the_case()
    {
        using var device = cuda.Open(cuda.TimelessToolkit, ("PERFGATE_CLOCK", "cupti"));
        using var module = device.LoadModule(cuda.Functions());
        using var y = device.Allocate(4);
        using var sequence = PrepareFunction(device, module, "steady", y, [new(y, 5)], 1);

        var refused = Assert.Throws<DeviceException>(() => device.Sample(sequence, 2, CacheState.Cold));

        Assert.Equal(DeviceFault.Unavailable, refused.Fault);
        Assert.Equal("the clock failed: CUPTI recorded a kernel without its time", refused.Message);
    }

    [Fact]
    public void Records_of_copies_are_switched_on_once_and_stay_on()
    {
        using var device = cuda.Open(cuda.Toolkit);
        using var module = device.LoadModule(cuda.Functions());
        using var y = device.Allocate(4);
        var before = FakeCuda.Switched(cuda.Toolkit);

        foreach (var visit in Enumerable.Range(0, 5))
        {
            using var sequence = PrepareFunction(device, module, "steady", y, [new(y, 5)], 1, visit < 3 ? cuda : visit);
            device.Run(sequence);
            device.Sample(sequence, 2, CacheState.Cold);
        }

        Assert.Equal(2, FakeCuda.Switched(cuda.Toolkit) - before);
    }

    // Copies of the kernel's case are recorded. They must count neither for it nor, where they arrive late, for the
    // function that is sampled next.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Kernels_are_timed_as_before_after_functions(bool late)
    {
        using var device = cuda.Open(late ? cuda.LateToolkit : cuda.Toolkit);
        using var functions = device.LoadModule(cuda.Functions());
        using var module = device.LoadModule(cuda.Module("kernel nothing"));
        using var y = device.Allocate(4);
        using var function = PrepareFunction(device, functions, "steady", y, [new(y, 5)], 1);
        using var kernel = device.Prepare([new(module.GetKernel("nothing"), new(1), new(32), 0, [])], [new(y, 3)]);

        device.Sample(function, 3, CacheState.Cold);
        device.Run(function);

        Assert.Equal([1000, 1000], device.Sample(kernel, 2, CacheState.Cold).Nanoseconds);
        device.Run(kernel);
        Assert.Equal([Steady, Steady], device.Sample(function, 2, CacheState.Hot).Nanoseconds);
    }

    // The sequences stand for the visits of a case.
    [Theory]
    [InlineData(true, 1 + 1 + 1 + 2)]
    [InlineData(false, 3 + 1 + 1 + 2)]
    public void A_case_is_rehearsed_once_and_its_later_sequences_only_run_once_before_they_count(bool same, int calls)
    {
        using var device = cuda.Open(cuda.Toolkit);
        using var module = device.LoadModule(cuda.Functions());
        using var y = device.Allocate(4);
        var (one, other) = (new object(), new object());
        using (var first = PrepareFunction(device, module, "counts", y, [new(y, 5)], of: one))
            device.Sample(first, 1, CacheState.Cold);
        var before = Value(y);
        using var later = PrepareFunction(device, module, "counts", y, [new(y, 5)], of: same ? one : other);

        device.Run(later);
        Assert.Equal([1000, 1000], device.Sample(later, 2, CacheState.Cold).Nanoseconds);

        Assert.Equal(3 + 1 + 1, before);
        Assert.Equal(calls, Value(y) - before);
    }

    [Theory]
    [InlineData("grows", "did 2 kernels, 0 copies and 0 memsets in one call and 3 kernels")]
    [InlineData("idle", "idle does nothing on the GPU")]
    [InlineData("spreads", "write \"overlaps\": true into its launch")]
    public void A_function_that_cannot_be_held_to_a_count_is_refused_in_its_rehearsal(string name, string says)
    {
        using var device = cuda.Open(cuda.Toolkit);
        using var module = device.LoadModule(cuda.Functions());
        using var sequence = PrepareFunction(device, module, name);

        var refused = Assert.Throws<DeviceException>(() => device.Run(sequence));

        Assert.Equal(DeviceFault.InvalidLaunch, refused.Fault);
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("grows_later", "grows_later did not do in each sample what it did in its rehearsal")]
    [InlineData("swaps_later", "did 0 kernels, 0 copies and 1 memset in a sample and 1 kernel,")]
    public void A_sample_that_differs_from_the_rehearsal_is_no_sample(string name, string says)
    {
        using var device = cuda.Open(cuda.Toolkit);
        using var module = device.LoadModule(cuda.Functions());
        using var sequence = PrepareFunction(device, module, name);

        var refused = Assert.Throws<DeviceException>(() => device.Sample(sequence, 20, CacheState.Cold));

        Assert.Equal(DeviceFault.InvalidLaunch, refused.Fault);
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, false, "cupti", "set PERFGATE_CLOCK=events")]
    [InlineData(false, true, "events", "set PERFGATE_CLOCK=cupti")]
    [InlineData(true, true, "events", "no clock can time both")]
    public void A_function_that_the_clock_would_time_wrongly_is_refused(
        bool overlaps,
        bool synchronizes,
        string clock,
        string says
    )
    {
        using var device = cuda.Open(cuda.Toolkit, (ClockChoices.Variable, clock));
        using var module = device.LoadModule(cuda.Functions());
        using var scratch = device.Allocate(256);

        var refused = Assert.Throws<DeviceException>(() =>
            device.Prepare([
                new(module.GetKernel("perfgate_call_idle"), new(1), new(1), 0, [])
                {
                    Function = new(scratch, 256, overlaps, synchronizes),
                },
            ])
        );

        Assert.StartsWith("idle cannot be timed: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Events_time_a_call_too()
    {
        using var device = cuda.Open(cuda.EmptyToolkit);
        using var module = device.LoadModule(cuda.Functions());
        using var y = device.Allocate(4);
        using var sequence = PrepareFunction(device, module, "steady", y, [new(y, 5)], 1);

        device.Run(sequence);

        // With the gap behind the last kernel, which events do not leave out.
        Assert.All(
            device.Sample(sequence, 3, CacheState.Hot).Nanoseconds,
            sample => Assert.Equal(Steady + 500, sample, 1.0)
        );
    }

    private static int Value(IDeviceBuffer buffer)
    {
        var bytes = new byte[4];
        buffer.Download(bytes);
        return BitConverter.ToInt32(bytes);
    }

    private static CudaLaunchSequence PrepareFunction(
        CudaDevice device,
        IDeviceModule module,
        string name,
        IDeviceBuffer? y = null,
        IReadOnlyList<BufferReset>? resets = null,
        int n = 0,
        object? of = null
    )
    {
        ImmutableArray<KernelArgument> arguments = y is null
            ? []
            : [new(y, []), new(null, [.. BitConverter.GetBytes(n)])];
        return (CudaLaunchSequence)
            device.Prepare(
                [
                    new(module.GetKernel("perfgate_call_" + name), new(1), new(1), 0, arguments)
                    {
                        Function = new(device.Allocate(256), 256, Overlaps: false, Synchronizes: false) { Case = of },
                    },
                ],
                resets
            );
    }
}
