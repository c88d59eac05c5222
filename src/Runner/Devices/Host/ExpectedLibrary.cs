using System.Runtime.InteropServices;
using System.Text;
using PerfGate.Runner.Processes;

namespace PerfGate.Runner.Devices.Host;

/// <summary>
/// A shared library of expected-output functions. Every device uses it: expected outputs are always computed on the
/// host.
/// </summary>
internal sealed unsafe class ExpectedLibrary : IDisposable
{
    private const int ErrorCapacity = 1024;

    private readonly string _path;
    private nint _handle;

    private ExpectedLibrary(string path, nint handle)
    {
        _path = path;
        _handle = handle;
    }

    /// <summary>Loads a library.</summary>
    /// <exception cref="DeviceException">It cannot be loaded.</exception>
    public static ExpectedLibrary Load(string path) => new(path, HostModule.LoadLibrary(path));

    /// <summary>Calls a function by its symbol, <c>perfgate_expected_</c> and its name.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="arguments">
    /// One per parameter: the address of a buffer (<c>double*</c> or <c>int64_t*</c>), or a scalar's bytes in the low
    /// end.
    /// </param>
    /// <exception cref="DeviceException">
    /// <see cref="DeviceFault.InvalidLaunch"/>: the library does not have it. <see cref="DeviceFault.KernelFailed"/>:
    /// it threw.
    /// </exception>
    public void Call(string symbol, ReadOnlySpan<ulong> arguments)
    {
        ObjectDisposedException.ThrowIf(_handle == 0, this);
        if (!NativeLibrary.TryGetExport(_handle, symbol, out var function))
            throw new DeviceException(DeviceFault.InvalidLaunch, $"the module {_path} does not export {symbol}");

        var error = stackalloc byte[ErrorCapacity];
        error[0] = 0;
        fixed (ulong* values = arguments)
        {
            var table = stackalloc ulong*[arguments.Length + 1];
            for (var i = 0; i < arguments.Length; i++)
                table[i] = values + i;
            var failed = ((delegate* unmanaged[Cdecl]<ulong**, byte*, int, int>)function)(table, error, ErrorCapacity);
            ThreadArithmetic.Restore();
            if (failed == 0)
                return;
        }

        var text = Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(error));
        throw new DeviceException(DeviceFault.KernelFailed, $"{symbol} threw: {text}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_handle != 0)
            NativeLibrary.Free(_handle);
        _handle = 0;
    }
}
