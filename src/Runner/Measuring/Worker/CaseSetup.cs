using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Bytes;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>One case, allocated and bound on a device.</summary>
internal sealed class CaseSetup : IDisposable
{
    private readonly IDevice _device;
    private readonly InputStore _inputs;
    private readonly Dictionary<string, IDeviceBuffer> _buffers = [];

    /// <summary>Allocates the case's buffers and binds its launches; nothing is filled yet.</summary>
    /// <param name="device">The device.</param>
    /// <param name="benchmark">The case, with the inputs that it is to have.</param>
    /// <param name="modules">Its kernels.</param>
    /// <param name="inputs">What its buffers are filled with.</param>
    /// <param name="layout">How its buffers lie (<see cref="IDevice.Layouts"/>).</param>
    /// <param name="written">
    /// The buffers that its launches may write, and those of whatever will share them; null for
    /// <see cref="BenchmarkCase.Written"/>.
    /// </param>
    /// <exception cref="DeviceException">It does not fit, or cannot be launched.</exception>
    public CaseSetup(
        IDevice device,
        BenchmarkCase benchmark,
        LoadedModules modules,
        InputStore inputs,
        int layout = 0,
        IReadOnlySet<string>? written = null
    )
    {
        (_device, _inputs, Benchmark, OwnsBuffers) = (device, inputs, benchmark, true);
        Written = written ?? benchmark.Written;
        try
        {
            var placed = benchmark.Buffers.Where(b => b.Symbol is null);
            foreach (var (buffer, memory) in placed.Zip(device.Allocate(benchmark.BufferSizes, layout)))
                _buffers.Add(buffer.Name, memory);
            BindVariables(modules);
            Sequence = Bind(modules);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>
    /// Binds another build of the same case to the same memory, so that addresses, and with them cache and TLB
    /// conflicts, are alike on both sides of a trial.
    /// </summary>
    /// <exception cref="DeviceException">It cannot be launched.</exception>
    public CaseSetup(CaseSetup other, BenchmarkCase benchmark, LoadedModules modules)
    {
        (_device, _inputs, Benchmark, _buffers, Written) = (
            other._device,
            other._inputs,
            benchmark,
            new(other._buffers),
            other.Written
        );
        BindVariables(modules);
        Sequence = Bind(modules);
    }

    /// <summary>The case, with the inputs that it has.</summary>
    public BenchmarkCase Benchmark { get; }

    /// <summary>Whether its buffers are its own, rather than those of the other side of a trial.</summary>
    public bool OwnsBuffers { get; }

    /// <summary>
    /// Its launches. Each run and sample of them starts with what <see cref="Fill"/> has put into the buffers that they
    /// may write.
    /// </summary>
    public ILaunchSequence Sequence { get; }

    /// <summary>The buffers that its launches may write, or those of the other side of a trial.</summary>
    public IReadOnlySet<string> Written { get; }

    /// <summary>Whether two builds of a case declare the same buffers, so that both can share memory.</summary>
    public static bool ShareBuffers(BenchmarkCase one, BenchmarkCase other) => one.Buffers.SequenceEqual(other.Buffers);

    /// <summary>
    /// Fills buffers as the manifest says, and the guard bands around all. What launches may write is filled by each of
    /// them (<see cref="Sequence"/>).
    /// </summary>
    public void Fill()
    {
        foreach (var buffer in Benchmark.Buffers)
        {
            if (Written.Contains(buffer.Name))
                _inputs.Supply(buffer, _buffers[buffer.Name]);
            else
                _inputs.Fill(buffer, _buffers[buffer.Name]);
        }

        _device.FillGuards([.. _buffers.Values]);
    }

    /// <summary>The memory of a buffer.</summary>
    public IDeviceBuffer MemoryOf(string name) => _buffers[name];

    /// <summary>Copies a buffer back.</summary>
    public PooledBytes Download(string name)
    {
        var bytes = new PooledBytes(checked((int)_buffers[name].Bytes));
        _buffers[name].Download(bytes.Span);
        return bytes;
    }

    public void Dispose()
    {
        Sequence?.Dispose();
        if (!OwnsBuffers)
            return;
        foreach (var buffer in _buffers.Values)
            buffer.Dispose();
    }

    // Each build has variables of its own.
    private void BindVariables(LoadedModules modules)
    {
        foreach (var buffer in Benchmark.Buffers.Where(b => b.Symbol is not null))
            _buffers[buffer.Name] = modules.VariableOf(Benchmark, buffer);
    }

    private ILaunchSequence Bind(LoadedModules modules) =>
        LaunchBinding.Bind(
            _device,
            Benchmark,
            modules,
            _buffers,
            [
                .. Benchmark
                    .Buffers.Where(b => Written.Contains(b.Name))
                    .Select(b => _inputs.ResetOf(_device, b, _buffers[b.Name])),
            ]
        );
}
