using System.Runtime.InteropServices;
using PerfGate.Runner.Devices.Host;

namespace PerfGate.Runner.Devices.Cuda.Functions;

/// <summary>
/// A shared library of C++ functions that launch, compiled by nvcc. The CUDA runtime in it joins the primary context,
/// which the device holds. Two builds of one library are loaded side by side: neither sees the other's symbols.
/// </summary>
/// <param name="path">The library.</param>
internal sealed class CudaFunctionLibrary(string path) : IDeviceModule
{
    private nint _handle = HostModule.LoadLibrary(path);

    /// <summary>Whether a module is a library of functions rather than a cubin.</summary>
    public static bool Is(string path) => Path.GetExtension(path) is ".so" or ".dll";

    public IDeviceKernel GetKernel(string symbol)
    {
        ObjectDisposedException.ThrowIf(_handle == 0, this);
        return NativeLibrary.TryGetExport(_handle, symbol, out var address)
            ? new CudaFunction(symbol, address)
            : throw new DeviceException(DeviceFault.InvalidLaunch, $"the module {path} does not export {symbol}");
    }

    public void Dispose()
    {
        if (_handle != 0)
            NativeLibrary.Free(_handle);
        _handle = 0;
    }
}

/// <summary>A function of such a library.</summary>
/// <param name="Symbol">Its symbol.</param>
/// <param name="Address">Its address: <c>int (perfgate_call*, char*, int)</c>.</param>
internal sealed record CudaFunction(string Symbol, nint Address) : IDeviceKernel
{
    private const string Prefix = "perfgate_call_";

    /// <summary>Its name in the source.</summary>
    public string Name => Symbol.StartsWith(Prefix, StringComparison.Ordinal) ? Symbol[Prefix.Length..] : Symbol;
}
