using PerfGate.Core.Kernels;
using PerfGate.Runner.Devices.Cuda.Binding;

namespace PerfGate.Runner.Devices.Cuda;

/// <summary>A loaded cubin.</summary>
/// <param name="driver">The driver, its context current.</param>
/// <param name="path">Where it comes from, for messages.</param>
/// <param name="image">Its bytes, or PTX.</param>
/// <param name="stream">Where copies of its variables are queued.</param>
/// <param name="copies">Reads its variables; null if nobody does.</param>
internal sealed class CudaModule(
    ICudaDriver driver, string path, byte[] image, nint stream, PinnedCopies? copies = null) : IDeviceModule
{
    private readonly nint _handle = Load(driver, path, image);
    private readonly Dictionary<string, CudaKernel> _kernels = [];
    private ModuleVariables? _variables;
    private bool _released;

    /// <summary>Its variables, as they were before the first launch: asked for when launches are bound.</summary>
    public ModuleVariables Variables => _variables ??= ModuleVariables.Of(driver, stream, _handle, image);

    public IDeviceKernel GetKernel(string symbol)
    {
        if (!_kernels.TryGetValue(symbol, out var kernel))
        {
            kernel = new(driver, Find(symbol), symbol, this);
            _kernels.Add(symbol, kernel);
        }

        return kernel;
    }

    public IDeviceBuffer GetVariable(string name, long bytes)
    {
        var found = KernelSymbols.FindVariables(ModuleVariables.All(image), name)
            .Select(s => driver.TryGetGlobal(_handle, s.Name))
            .OfType<(ulong Address, long Bytes)>()
            .ToList();
        return new CudaBuffer(driver, stream, ModuleVariable.Only(found, name, bytes, path), bytes) { Copies = copies };
    }

    public void Dispose()
    {
        if (_released)
            return;
        _released = true;
        _variables?.Dispose();
        driver.ReleaseModule(_handle);
    }

    private static nint Load(ICudaDriver driver, string path, byte[] image)
    {
        try
        {
            // Whatever is no ELF image the driver reads as PTX, up to a zero byte.
            return driver.LoadModule([.. image, 0]);
        }
        catch (DeviceException e)
        {
            throw new DeviceException(e.Fault, $"{path} could not be loaded: {e.Message}", e);
        }
    }

    private nint Find(string symbol)
    {
        try
        {
            return driver.GetFunction(_handle, symbol);
        }
        catch (DeviceException e)
        {
            throw new DeviceException(e.Fault, $"{path} has no kernel {symbol}: {e.Message}", e);
        }
    }
}
