using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Benchmarks.Data;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>One case, allocated and bound on a device.</summary>
internal sealed class CaseSetup : IDisposable
{
    private readonly IDevice device;
    private readonly InputStore inputs;
    private readonly Dictionary<string, IDeviceBuffer> buffers = [];

    /// <summary>Allocates the case's buffers and binds its launches; nothing is filled yet.</summary>
    /// <param name="device">The device.</param>
    /// <param name="benchmark">The case.</param>
    /// <param name="modules">Its kernels.</param>
    /// <param name="inputs">What its buffers are filled with.</param>
    /// <param name="place">How its buffers lie (<see cref="IDevice.Places"/>).</param>
    /// <exception cref="DeviceException">It does not fit, or cannot be launched.</exception>
    public CaseSetup(IDevice device, BenchmarkCase benchmark, LoadedModules modules, InputStore inputs, int place = 0)
    {
        (this.device, this.inputs, Benchmark, OwnsBuffers) = (device, inputs, benchmark, true);
        try
        {
            foreach (var (buffer, memory) in benchmark.Buffers.Zip(device.Allocate(benchmark.BufferSizes, place)))
                buffers.Add(buffer.Name, memory);
            Sequence = Bind(modules);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>
    /// Binds another build of the same case to the same memory, so that addresses, and with them cache and TLB conflicts, are alike on
    /// both sides of a trial.
    /// </summary>
    /// <exception cref="DeviceException">It cannot be launched.</exception>
    public CaseSetup(CaseSetup other, BenchmarkCase benchmark, LoadedModules modules)
    {
        (device, inputs, Benchmark, buffers) = (other.device, other.inputs, benchmark, other.buffers);
        Sequence = Bind(modules);
    }

    /// <summary>The case.</summary>
    public BenchmarkCase Benchmark { get; }

    /// <summary>Whether its buffers are its own, rather than those of the other side of a trial.</summary>
    public bool OwnsBuffers { get; }

    /// <summary>Its launches.</summary>
    public ILaunchSequence Sequence { get; }

    /// <summary>Whether two builds of a case declare the same buffers, so that both can share memory.</summary>
    public static bool ShareBuffers(BenchmarkCase one, BenchmarkCase other) => one.Buffers.SequenceEqual(other.Buffers);

    /// <summary>Fills every buffer as the manifest says, outputs poisoned.</summary>
    public void Fill()
    {
        foreach (var buffer in Benchmark.Buffers)
            inputs.Fill(buffer, buffers[buffer.Name]);
    }

    /// <summary>The digest of what a buffer holds.</summary>
    public UInt128 Digest(string name)
    {
        var digest = new OutputDigest();
        buffers[name].Read(digest.Append);
        return digest.Value;
    }

    /// <summary>Copies a buffer back.</summary>
    public PooledBytes Download(string name)
    {
        var bytes = new PooledBytes(checked((int)buffers[name].Bytes));
        buffers[name].Download(bytes.Span);
        return bytes;
    }

    public void Dispose()
    {
        Sequence?.Dispose();
        if (!OwnsBuffers)
            return;
        foreach (var buffer in buffers.Values)
            buffer.Dispose();
    }

    private ILaunchSequence Bind(LoadedModules modules) => LaunchBinding.Bind(device, Benchmark, modules, buffers);
}
