using System.Collections.Immutable;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Benchmarks.Data;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Measuring.Worker;

namespace PerfGate.Runner.Measuring;

/// <summary>Binds the launches of a case to memory.</summary>
internal static class LaunchBinding
{
    /// <summary>Binds them.</summary>
    /// <param name="device">The device.</param>
    /// <param name="benchmark">The case.</param>
    /// <param name="modules">Its kernels.</param>
    /// <param name="buffers">Its buffers, by name.</param>
    /// <param name="resets">What is done to them before each run and each sample; null for nothing.</param>
    /// <exception cref="DeviceException">It cannot be launched.</exception>
    public static ILaunchSequence Bind(
        IDevice device,
        BenchmarkCase benchmark,
        LoadedModules modules,
        IReadOnlyDictionary<string, IDeviceBuffer> buffers,
        IReadOnlyList<BufferReset>? resets = null
    )
    {
        var kernels = modules.KernelsOf(benchmark);
        return device.Prepare(
            [
                .. benchmark.Launches.Select(
                    (launch, i) =>
                        new KernelLaunch(
                            kernels[i],
                            ToDim3(launch.Grid),
                            ToDim3(launch.Block),
                            launch.SharedMemory,
                            [.. launch.Arguments.Select(a => Bind(a, buffers))]
                        )
                        {
                            Name = launch.Kernel,
                            Cooperative = launch.Cooperative,
                            Cluster = launch.Cluster.IsEmpty ? null : ToDim3(launch.Cluster),
                            Function = launch.Function is { } stated ? NeedsOf(benchmark, stated, buffers) : null,
                        }
                ),
            ],
            resets
        );
    }

    private static FunctionNeeds NeedsOf(
        BenchmarkCase benchmark, FunctionSpec stated, IReadOnlyDictionary<string, IDeviceBuffer> buffers) =>
        new(buffers[FunctionSpec.ScratchName], stated.ScratchBytes, stated.Overlaps, stated.Synchronizes)
        {
            Case = benchmark,
        };

    private static KernelArgument Bind(ArgumentSpec argument, IReadOnlyDictionary<string, IDeviceBuffer> buffers)
    {
        if (argument.Block is { } block)
            return Bind(block.Bytes, block.Parts, buffers);
        if (argument.Buffer is not { } name)
            return new(null, ElementConversion.Scalar(argument.Type, argument.Value));
        return argument.Offset == 0
            ? new(buffers[name], [])
            : Bind([.. new byte[sizeof(ulong)]], [(0, argument)], buffers);
    }

    private static KernelArgument Bind(
        ImmutableArray<byte> content,
        ImmutableArray<(int At, ArgumentSpec Value)> parts,
        IReadOnlyDictionary<string, IDeviceBuffer> buffers)
    {
        var bytes = content.ToArray();
        foreach (var (at, number) in parts.Where(p => p.Value.Buffer is null))
            ElementConversion.Scalar(number.Type, number.Value).AsSpan().CopyTo(bytes.AsSpan(at));
        return new(null, [.. bytes])
        {
            Addresses =
            [
                .. parts
                    .Where(p => p.Value.Buffer is not null)
                    .Select(p => new BufferAddress(p.At, buffers[p.Value.Buffer!], p.Value.Offset)),
            ],
        };
    }

    private static Dim3 ToDim3(ImmutableArray<uint> sizes) =>
        new(sizes[0], sizes.Length > 1 ? sizes[1] : 1, sizes.Length > 2 ? sizes[2] : 1);
}
