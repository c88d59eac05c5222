using PerfGate.Core.Kernels;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>The modules of one side, loaded into a device once each.</summary>
internal sealed class LoadedModules(IDevice device, KernelCatalog catalog) : IDisposable
{
    private readonly Dictionary<string, IDeviceModule> _loaded = [];

    /// <summary>Where they come from.</summary>
    public KernelCatalog Catalog { get; } = catalog;

    /// <summary>The kernels that a case launches, in launch order.</summary>
    /// <exception cref="DeviceException">One was not compiled, or cannot be loaded.</exception>
    public IReadOnlyList<IDeviceKernel> KernelsOf(BenchmarkCase benchmark)
    {
        var (module, handle) = Open(benchmark);
        return [.. benchmark.Launches.Select(launch => handle.GetKernel(SymbolOf(module, launch.Kernel)))];
    }

    /// <summary>The memory of a variable that a buffer of a case stands for.</summary>
    /// <exception cref="DeviceException">There is no such variable, or it is too small.</exception>
    public IDeviceBuffer VariableOf(BenchmarkCase benchmark, BufferSpec buffer) =>
        Open(benchmark).Handle.GetVariable(buffer.Symbol!, buffer.Bytes);

    private (CompiledModule Module, IDeviceModule Handle) Open(BenchmarkCase benchmark)
    {
        var capability = device.Description.Gpu?.ComputeCapability;
        var module = Catalog.ModuleOf(benchmark, capability)
            ?? throw new DeviceException(
                DeviceFault.InvalidLaunch,
                $"no module of {benchmark.Source} was compiled for {capability ?? "the host"}; add its architecture to "
                    + $"PerfGateArchitectures"
            );
        return (module, Load(Catalog.BinaryOf(module)));
    }

    public void Dispose()
    {
        foreach (var module in _loaded.Values)
            module.Dispose();
    }

    private static string SymbolOf(CompiledModule module, string kernel) =>
        module.Kernels.FirstOrDefault(k => k.Name == kernel)?.Symbol
        ?? throw new DeviceException(
            DeviceFault.InvalidLaunch,
            $"{module.Source} was compiled without the kernel {kernel}"
        );

    private IDeviceModule Load(string binary)
    {
        if (!_loaded.TryGetValue(binary, out var module))
            _loaded.Add(binary, module = device.LoadModule(binary));
        return module;
    }
}
