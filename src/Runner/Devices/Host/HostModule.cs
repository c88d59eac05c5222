using System.Runtime.InteropServices;
using PerfGate.Runner.Processes;

namespace PerfGate.Runner.Devices.Host;

/// <summary>A shared library of kernels.</summary>
internal sealed class HostModule : IDeviceModule
{
    private const string LaunchPrefix = "perfgate_launch_";

    private readonly string _path;
    private readonly HostVariables _variables;
    private nint _handle;

    private HostModule(string path, nint handle)
    {
        _path = path;
        _handle = handle;
        _variables = HostVariables.Of(path, handle);
    }

    /// <summary>Loads a library.</summary>
    /// <exception cref="DeviceException">It cannot be loaded.</exception>
    public static HostModule Load(string path) => new(path, LoadLibrary(path));

    /// <summary>Loads a library, by its absolute path, so that no search path has a say.</summary>
    /// <exception cref="DeviceException">It cannot be loaded.</exception>
    internal static nint LoadLibrary(string path)
    {
        var absolute = Path.GetFullPath(path);
        // Remembered before the first library is loaded.
        ThreadArithmetic.Restore();
        try
        {
            return NativeLibrary.Load(absolute);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new DeviceException(
                DeviceFault.InvalidLaunch,
                $"the module {absolute} cannot be loaded: {e.Message}",
                e
            );
        }
        finally
        {
            ThreadArithmetic.Restore();
        }
    }

    /// <inheritdoc/>
    public IDeviceKernel GetKernel(string symbol)
    {
        ObjectDisposedException.ThrowIf(_handle == 0, this);
        return NativeLibrary.TryGetExport(_handle, symbol, out var function)
            ? new HostKernel(symbol, _path, function, _variables) { ParameterSizes = SizesOf(symbol) }
            : throw new DeviceException(DeviceFault.InvalidLaunch, $"the module {_path} does not export {symbol}");
    }

    /// <inheritdoc/>
    public IDeviceBuffer GetVariable(string name, long bytes) =>
        new HostBuffer(ModuleVariable.Only(_variables.Named(name), name, bytes, _path), bytes);

    // A function beside each kernel says how long its parameters are: perfgate/export.h.
    private unsafe int[]? SizesOf(string symbol)
    {
        if (!symbol.StartsWith(LaunchPrefix, StringComparison.Ordinal)
            || !NativeLibrary.TryGetExport(_handle, "perfgate_sizes_" + symbol[LaunchPrefix.Length..], out var address))
            return null;
        var function = (delegate* unmanaged[Cdecl]<int*, int, int>)address;
        var sizes = new int[function(null, 0)];
        fixed (int* to = sizes)
            _ = function(to, sizes.Length);
        return sizes;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_handle != 0)
            NativeLibrary.Free(_handle);
        _variables.Dispose();
        _handle = 0;
    }
}

/// <summary>An exported entry point.</summary>
/// <param name="Symbol">Its symbol.</param>
/// <param name="ModulePath">The library that exports it.</param>
/// <param name="Function">
/// Its address: <c>int (const perfgate_launch*, char*, int)</c>, or <c>int (perfgate_call*, char*, int)</c> where it is
/// a benchmark function.
/// </param>
/// <param name="Variables">The variables of that library.</param>
internal sealed record HostKernel(string Symbol, string ModulePath, nint Function, HostVariables Variables)
    : IDeviceKernel
{
    /// <summary>Its name in the source.</summary>
    public string Name => Symbol[(Symbol.IndexOf('_', Symbol.IndexOf('_', StringComparison.Ordinal) + 1) + 1)..];

    /// <summary>The sizes of its parameters, bytes; null if the library does not tell.</summary>
    public int[]? ParameterSizes { get; init; }
}
