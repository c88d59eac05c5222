using PerfGate.Core.Devices;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Runner.Bytes;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Devices.Host;

namespace PerfGate.Runner.Tests.Measuring.Worker;

/// <summary>A device whose times a test makes up, and whose memory is the process's.</summary>
/// <param name="times">The samples of a call, nanoseconds, given what is launched and how many are asked for.</param>
internal sealed class ScriptedDevice(Func<ILaunchSequence, int, double[]> times) : IDevice
{
    /// <summary>Whose times do not depend on what is launched.</summary>
    public ScriptedDevice(Func<int, double[]> times)
        : this((_, count) => times(count))
    {
    }

    private IReadOnlyList<IDeviceBuffer> _allocated = [];

    public long Memory { get; init; } = 1 << 30;

    public List<int> Calls { get; } = [];

    public int Allocations { get; private set; }

    public int Layouts { get; init; } = 1;

    /// <summary>The layouts in which the buffers of a case were allocated, in order.</summary>
    public List<int> LayoutsTaken { get; } = [];

    /// <summary>How many launches a sample is said to have, by the symbol of its first kernel.</summary>
    public Func<string, int> LaunchesOf { get; init; } = _ => 1;

    public DeviceDescription Description => new(DeviceKind.Cuda, "Scripted", "scripted", Memory, null);

    public string Clock => "scripted";

    public IReadOnlyList<string> Warnings { get; init; } = [];

    public IReadOnlyList<Phase> OpeningPhases { get; init; } = [];

    public long? MemoryInUse => InUse();

    /// <summary>Device memory in use, bytes; null if it is not known.</summary>
    public Func<long?> InUse { get; init; } = () => 0;

    /// <summary>The size of the guard bands around buffers, bytes, a multiple of 256.</summary>
    public long Guard { get; init; }

    public SampleBatch Sample(ILaunchSequence sequence, int count, CacheState cache, int leftOut = 0)
    {
        Calls.Add(leftOut + count);
        Run(sequence);
        return new(times(sequence, leftOut + count)[leftOut..]);
    }

    public IDeviceBuffer Allocate(long bytes)
    {
        Allocations++;
        return new HostBuffer(bytes, Guard);
    }

    public IReadOnlyList<IDeviceBuffer> Allocate(IReadOnlyList<long> bytes, int layout)
    {
        LayoutsTaken.Add(layout);
        return _allocated = IDevice.AllocateEach(bytes, Allocate);
    }

    public IDeviceModule LoadModule(string path) => new Module();

    /// <summary>
    /// What a launch does to the buffers that it may write, after they were reset; does nothing unless set.
    /// </summary>
    public Action<IReadOnlyList<BufferReset>> OnLaunch { get; init; } = _ => { };

    /// <summary>
    /// What a launch does to buffers that it has no business with, given those of the case; does nothing unless set.
    /// </summary>
    public Action<IReadOnlyList<IDeviceBuffer>> Trespass { get; init; } = _ => { };

    /// <summary>
    /// What a kernel does, by its symbol and the buffers among its arguments; does nothing unless set.
    /// </summary>
    public Action<string, IReadOnlyList<IDeviceBuffer>> OnKernel { get; init; } = (_, _) => { };

    public void Reserve(IEnumerable<IReadOnlyList<long>> sets) { }

    /// <summary>The launches that were prepared, in order.</summary>
    public List<KernelLaunch> Prepared { get; } = [];

    public ILaunchSequence Prepare(IReadOnlyList<KernelLaunch> launches, IReadOnlyList<BufferReset>? resets = null)
    {
        Prepared.AddRange(launches);
        return new Nothing(resets ?? [], launches)
        {
            Launches = launches is [var first, ..] ? LaunchesOf(((Kernel)first.Kernel).Symbol) : 1,
        };
    }

    /// <summary>Ten nanoseconds for each launch.</summary>
    public double? ClockShare(int launches, CacheState cache) => 10 * launches;

    public void FillGuards(IReadOnlyList<IDeviceBuffer> buffers)
    {
        foreach (var buffer in buffers.Cast<HostBuffer>())
            buffer.FillGuards();
    }

    public IReadOnlyList<UInt128> Digest(IReadOnlyList<MemoryRange> ranges) =>
        [.. ranges.Select(r => MemoryDigest.Of(((HostBuffer)r.Buffer).Part(r.Offset, (int)r.Bytes)))];

    public void Run(ILaunchSequence sequence)
    {
        var resets = ((Nothing)sequence).Resets;
        foreach (var reset in resets)
            ((HostBuffer)reset.Buffer).Reset(reset);
        OnLaunch(resets);
        foreach (var launch in ((Nothing)sequence).Kernels)
        {
            var buffers = launch.Arguments.Select(a => a.Buffer).OfType<IDeviceBuffer>();
            OnKernel(((Kernel)launch.Kernel).Symbol, [.. buffers]);
        }

        Trespass(_allocated);
    }

    public void Dispose()
    {
    }

    private sealed class Module : IDeviceModule
    {
        public IDeviceKernel GetKernel(string symbol) => new Kernel(symbol);

        public void Dispose()
        {
        }
    }

    private sealed record Kernel(string Symbol) : IDeviceKernel;

    /// <summary>A sequence of one launch of nothing.</summary>
    internal sealed class Nothing(IReadOnlyList<BufferReset> resets, IReadOnlyList<KernelLaunch>? kernels = null)
        : ILaunchSequence
    {
        public IReadOnlyList<KernelLaunch> Kernels => kernels ?? [];

        public int Launches { get; init; } = 1;

        public IReadOnlyList<BufferReset> Resets => resets;

        public void Dispose()
        {
        }
    }
}
