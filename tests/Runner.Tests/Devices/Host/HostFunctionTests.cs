using System.Runtime.InteropServices;
using PerfGate.Core.Policy;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Devices.Host;

namespace PerfGate.Runner.Tests.Devices.Host;

/// <summary>C++ functions that launch, on the host device.</summary>
public sealed class HostFunctionTests : IDisposable
{
    private const int ScratchBytes = 4096;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("perfgate-functions-");
    private readonly HostDevice _device = new(threads: 2);
    private readonly IDeviceModule _module;
    private readonly IDeviceBuffer _scratch;

    public HostFunctionTests()
    {
        _module = _device.LoadModule(Copy(Library("functions")));
        _scratch = _device.Allocate(ScratchBytes);
    }

    public void Dispose()
    {
        _scratch.Dispose();
        _module.Dispose();
        _device.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void A_function_launches_kernels_and_uses_scratch_memory()
    {
        using var x = Buffer<int>([1, 2, 3, .. Enumerable.Range(0, 97)]);
        using var y = Buffer(new int[100]);
        using var sequence = _device.Prepare([Launch("triple", x, y, 100)]);

        _device.Run(sequence);

        Assert.Equal([3, 6, 9, 0, 3], Read<int>(y)[..5]);
        Assert.Equal(3 * 96, Read<int>(y)[99]);
        Assert.Equal(20, _device.Sample(sequence, 20, CacheState.Hot).Nanoseconds.Length);
    }

    [Fact]
    public void A_variable_that_the_set_up_filled_is_put_back_to_that_before_each_call()
    {
        using var y = Buffer(new int[1]);
        using var three = _device.Prepare([Launch("filled", y, 3)]);
        using var five = _device.Prepare([Launch("filled", y, 5)]);

        foreach (var (sequence, expected) in new[] { (three, 3), (five, 5), (five, 5), (three, 3) })
        {
            _device.Run(sequence);
            Assert.Equal(expected, Read<int>(y)[0]);
        }
    }

    [Fact]
    public void Scratch_memory_is_aligned_apart_and_the_same_in_each_call_and_what_is_reset_is_what_it_holds()
    {
        using var y = Buffer(new long[3]);
        using var sequence = _device.Prepare([Launch("scratches", y, 100L)], [new(_scratch, 0x5A5A5A5A)]);

        _device.Run(sequence);
        var first = Read<long>(y);
        _device.Run(sequence);

        Assert.Equal(first, Read<long>(y));
        Assert.Equal((0, 256, 0x5A), (first[0] % 256, first[1] - first[0], first[2]));
    }

    [Fact]
    public void More_scratch_memory_than_is_stated_is_refused_with_the_number_to_write()
    {
        using var y = Buffer(new long[3]);
        using var sequence = _device.Prepare([Launch("scratches", y, 8000L)]);

        var refused = Assert.Throws<DeviceException>(() => _device.Run(sequence));

        Assert.Equal(DeviceFault.InvalidLaunch, refused.Fault);
        Assert.Equal(
            "scratches: it asks for 8256 bytes of scratch memory and has 4096; write \"scratch\": 8256 into its launch",
            refused.Message
        );
    }

    [Fact]
    public void The_set_up_finds_rubbish_and_each_call_finds_what_the_set_up_made()
    {
        using var x = Buffer([11, 12, 13]);
        using var y = Buffer(new int[5]);
        using (var sequence = _device.Prepare([Launch("planned", x, y, 3)]))
        {
            x.Upload(MemoryMarshal.AsBytes<int>([11, 12, 13]));
            for (var call = 0; call < 3; call++)
            {
                _device.Run(sequence);
                Assert.Equal([0x7E7E7E7E, 1, 0, 0, 1], Read<int>(y));
            }
        }

        using var destroyed = _device.Prepare([Launch("destroyed", y)]);
        _device.Run(destroyed);
        // The variable that the end of the state counts in is put back before each call, as all of the library's.
        Assert.Equal(0, Read<int>(y)[0]);
    }

    [Fact]
    public void The_largest_state_lies_where_its_alignment_asks_for()
    {
        using var y = Buffer(new long[2]);
        using var sequence = _device.Prepare([Launch("largest", y)]);

        _device.Run(sequence);

        Assert.Equal([0, 12], Read<long>(y));
    }

    [Fact]
    public void Two_builds_are_loaded_at_once_and_neither_sees_the_other()
    {
        using var other = _device.LoadModule(Copy(Library("functions-other", "-DMARK=10")));
        using var x = Buffer([1, 2, 3]);
        using var y = Buffer(new int[5]);
        using var ours = _device.Prepare([Launch("planned", x, y, 3)]);
        using var theirs = _device.Prepare([
            Launch("planned", x, y, 3) with
            {
                Kernel = other.GetKernel("perfgate_call_planned"),
            },
        ]);

        _device.Run(theirs);
        Assert.Equal([0x7E7E7E7E, 10, 0, 0, 10], Read<int>(y));
        _device.Run(ours);
        Assert.Equal([0x7E7E7E7E, 1, 0, 0, 1], Read<int>(y));
    }

    [Theory]
    [InlineData("throws", DeviceFault.KernelFailed, "throws: no plan fits")]
    [InlineData("asks_too_much_of_a_block", DeviceFault.KernelFailed, "(4096, 1, 1) threads is too large")]
    public void What_a_function_throws_ends_the_case(string function, object fault, string says)
    {
        using var sequence = _device.Prepare([Launch(function, 4096)]);

        var failed = Assert.Throws<DeviceException>(() => _device.Run(sequence));

        Assert.Equal(fault, failed.Fault);
        Assert.Contains(says, failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_that_nobody_made_is_refused()
    {
        using var y = Buffer(new int[1]);
        using var sequence = _device.Prepare([Launch("without_set_up", y)]);

        var refused = Assert.Throws<DeviceException>(() => _device.Run(sequence));

        Assert.Equal(DeviceFault.InvalidLaunch, refused.Fault);
        Assert.Contains("a state that its set-up function did not make", refused.Message, StringComparison.Ordinal);
    }

    // A library may stay loaded for as long as a thread that ran its kernels: each test has one of its own.
    private string Copy(string library)
    {
        var own = Path.Combine(_folder.FullName, $"{Guid.NewGuid():N}.so");
        File.Copy(library, own);
        return own;
    }

    private static string Library(string name, params string[] flags) =>
        HostModuleBuilder.Kernels(
            name,
            $"""
            #include "{Checkout.Root}/tests/Runner.Tests/Devices/Host/functions.cu"
            #include <perfgate/benchmark_export.h>
            PERFGATE_EXPORT_FUNCTION(triple, &perfgate_benchmark_triple)
            PERFGATE_EXPORT_FUNCTION(scratches, &perfgate_benchmark_scratches)
            PERFGATE_EXPORT_FUNCTION(planned, &perfgate_benchmark_planned, &perfgate_setup_planned)
            PERFGATE_EXPORT_FUNCTION(destroyed, &perfgate_benchmark_destroyed)
            PERFGATE_EXPORT_FUNCTION(largest, &perfgate_benchmark_largest, &perfgate_setup_largest)
            PERFGATE_EXPORT_FUNCTION(without_set_up, &perfgate_benchmark_without_set_up)
            PERFGATE_EXPORT_FUNCTION(filled, &perfgate_benchmark_filled, &perfgate_setup_filled)
            PERFGATE_EXPORT_FUNCTION(throws, &perfgate_benchmark_throws)
            PERFGATE_EXPORT_FUNCTION(asks_too_much_of_a_block, &perfgate_benchmark_asks_too_much_of_a_block)
            """,
            ["-I", Checkout.PathOf("src/Tasks/build/host/include/functions"), .. flags]
        );

    private KernelLaunch Launch(string function, params object[] arguments) =>
        new(_module.GetKernel("perfgate_call_" + function), new(1), new(1), 0, [.. arguments.Select(Argument)])
        {
            Function = new(_scratch, ScratchBytes, Overlaps: false, Synchronizes: false),
        };

    private static KernelArgument Argument(object value) =>
        value switch
        {
            IDeviceBuffer buffer => new(buffer, []),
            int number => new(null, [.. BitConverter.GetBytes(number)]),
            long number => new(null, [.. BitConverter.GetBytes(number)]),
            _ => throw new ArgumentException($"no argument: {value}", nameof(value)),
        };

    private IDeviceBuffer Buffer<T>(T[] values)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes<T>(values);
        var buffer = _device.Allocate(bytes.Length);
        buffer.Upload(bytes);
        return buffer;
    }

    private static T[] Read<T>(IDeviceBuffer buffer)
        where T : unmanaged
    {
        var bytes = new byte[buffer.Bytes];
        buffer.Download(bytes);
        return MemoryMarshal.Cast<byte, T>(bytes).ToArray();
    }
}
