using PerfGate.Core.Devices;
using PerfGate.Core.Policy;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Devices.Host;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>
/// A device that does nothing, in no time, with buffers in the memory of the process: a rehearsal runs on it.
/// </summary>
/// <param name="kind">The kind of device that the job is for.</param>
internal sealed class RehearsalDevice(DeviceKind kind) : IDevice
{
    private const double AnyNanoseconds = 20_000;

    public DeviceDescription Description { get; } = new(kind, "", "", 1 << 20, null);

    public string Clock => "";

    public long? MemoryInUse => 0;

    public IDeviceModule LoadModule(string path) => new Module();

    public IDeviceBuffer Allocate(long bytes) => new HostBuffer(bytes);

    public void Reserve(IEnumerable<IReadOnlyList<long>> sets) { }

    public IReadOnlyList<IDeviceBuffer> Allocate(IReadOnlyList<long> bytes, int layout) =>
        IDevice.AllocateEach(bytes, size => new HostBuffer(size, 256));

    public ILaunchSequence Prepare(IReadOnlyList<KernelLaunch> launches, IReadOnlyList<BufferReset>? resets = null) =>
        new Sequence(launches.Count);

    public void FillGuards(IReadOnlyList<IDeviceBuffer> buffers) { }

    public IReadOnlyList<UInt128> Digest(IReadOnlyList<MemoryRange> ranges) => new UInt128[ranges.Count];

    public void Run(ILaunchSequence sequence)
    {
    }

    public SampleBatch Sample(ILaunchSequence sequence, int count, CacheState cache, int leftOut = 0)
    {
        var samples = new double[count];
        Array.Fill(samples, AnyNanoseconds);
        return new(samples);
    }

    public void Dispose()
    {
    }

    private sealed class Module : IDeviceModule
    {
        public IDeviceKernel GetKernel(string symbol) => new Kernel(symbol);

        public IDeviceBuffer GetVariable(string name, long bytes) => new HostBuffer(bytes);

        public void Dispose()
        {
        }
    }

    private sealed record Kernel(string Symbol) : IDeviceKernel;

    private sealed record Sequence(int Launches) : ILaunchSequence
    {
        public void Dispose()
        {
        }
    }
}
