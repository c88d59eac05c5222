using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Measuring.Worker;

namespace PerfGate.Runner.Sanitizing;

/// <summary>
/// One case as a sanitizer wants to see it: each buffer an allocation of its own, which ends where the buffer ends, and
/// only inputs written. A measurement poisons outputs and puts guards around buffers, and both would hide what a
/// sanitizer looks for.
/// </summary>
internal sealed class BareCase : IDisposable
{
    private readonly Dictionary<string, IDeviceBuffer> _buffers = [];

    /// <summary>Allocates the buffers, uploads the inputs and binds the launches.</summary>
    /// <param name="device">The device.</param>
    /// <param name="benchmark">The case.</param>
    /// <param name="modules">Its kernels.</param>
    /// <param name="inputs">What its inputs are filled with.</param>
    /// <exception cref="DeviceException">It does not fit, or cannot be launched.</exception>
    public BareCase(IDevice device, BenchmarkCase benchmark, LoadedModules modules, InputStore inputs)
    {
        try
        {
            foreach (var buffer in benchmark.Buffers)
            {
                var memory = buffer.Symbol is null
                    ? device.Allocate(buffer.Bytes)
                    : modules.VariableOf(benchmark, buffer);
                _buffers.Add(buffer.Name, memory);
                if (buffer.Fill.Kind != FillKind.Poison)
                    memory.Upload(inputs.BytesOf(buffer));
            }

            // Each run puts variables back first.
            Sequence = LaunchBinding.Bind(
                device,
                benchmark,
                modules,
                _buffers,
                [
                    .. benchmark
                        .Buffers.Where(b => b.Symbol is not null)
                        .Select(b => inputs.ResetOf(device, b, _buffers[b.Name])),
                ]
            );
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Its launches.</summary>
    public ILaunchSequence Sequence { get; }

    /// <summary>What a buffer holds.</summary>
    /// <param name="name">The buffer.</param>
    public byte[] Read(string name)
    {
        var bytes = new byte[_buffers[name].Bytes];
        _buffers[name].Download(bytes);
        return bytes;
    }

    public void Dispose()
    {
        Sequence?.Dispose();
        foreach (var buffer in _buffers.Values)
            buffer.Dispose();
    }
}
