using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace PerfGate.Runner.Devices.Cuda.Nvml;

/// <summary>
/// NVML, initialised. Only what reads: nothing that this class or <see cref="NvmlGpu"/> loads can change a GPU. Source:
/// <c>nvml.h</c>.
/// </summary>
internal sealed unsafe class NvmlLibrary : IDisposable
{
    /// <summary>The variable that names another library with NVML's C interface: a fake one, in tests.</summary>
    public const string Variable = "PERFGATE_NVML_LIBRARY";

    private const int TextCapacity = 96;

    private readonly nint _library;
    private readonly delegate* unmanaged<int, byte*> _errorString;
    private bool _closed;

    private NvmlLibrary(nint library, string path)
    {
        _library = library;
        Path = path;
        _errorString = (delegate* unmanaged<int, byte*>)Export("nvmlErrorString");
        Check(((delegate* unmanaged<int>)Export("nvmlInit_v2"))(), "nvmlInit_v2");
    }

    /// <summary>The library's file, or its bare name where the loader found it.</summary>
    public string Path { get; }

    /// <summary>The driver's version, such as <c>580.159.04</c>.</summary>
    public string DriverVersion
    {
        get
        {
            var text = stackalloc byte[TextCapacity];
            var get = (delegate* unmanaged<byte*, uint, int>)Export("nvmlSystemGetDriverVersion");
            Check(get(text, TextCapacity), "nvmlSystemGetDriverVersion");
            return Marshal.PtrToStringUTF8((nint)text) ?? "";
        }
    }

    /// <summary>Loads and initialises NVML: the library that <see cref="Variable"/> names, or the driver's.</summary>
    /// <param name="variable">Reads an environment variable.</param>
    /// <exception cref="NvmlException">It is missing, or does not start.</exception>
    public static NvmlLibrary Load(Func<string, string?> variable) =>
        Load(
            variable(Variable) is { Length: > 0 } named ? named
            : OperatingSystem.IsWindows() ? "nvml.dll"
            : "libnvidia-ml.so.1"
        );

    /// <summary>Loads and initialises NVML from a file.</summary>
    /// <exception cref="NvmlException">It is missing, or does not start.</exception>
    internal static NvmlLibrary Load(string path) => NativeLibrary.TryLoad(path, out var library)
        ? new(library, path)
        : throw new NvmlException(NvmlException.LibraryNotFound, $"NVML ({path}) cannot be loaded");

    /// <summary>Finds a GPU.</summary>
    /// <param name="uuid">Its UUID; that of a MIG instance stands for the whole GPU, which has the clocks.</param>
    /// <exception cref="NvmlException">There is no such GPU.</exception>
    public NvmlGpu Gpu(string uuid)
    {
        nint handle;
        var find = (delegate* unmanaged<byte*, nint*, int>)Export("nvmlDeviceGetHandleByUUID");
        fixed (byte* text = Encoding.UTF8.GetBytes(uuid + "\0"))
            Check(find(text, &handle), $"nvmlDeviceGetHandleByUUID({uuid})");
        if (uuid.StartsWith("MIG-", StringComparison.OrdinalIgnoreCase))
        {
            var parent = (delegate* unmanaged<nint, nint*, int>)Export("nvmlDeviceGetDeviceHandleFromMigDeviceHandle");
            Check(parent(handle, &handle), "nvmlDeviceGetDeviceHandleFromMigDeviceHandle");
        }

        return new(this, handle, uuid);
    }

    /// <summary>The address of a function.</summary>
    /// <exception cref="NvmlException">This NVML does not have it.</exception>
    public nint Export(string name) => TryExport(name) is var address and not 0
        ? address
        : throw new NvmlException(NvmlException.LibraryNotFound, $"{Path} has no {name}");

    /// <summary>The address of a function; 0 if this NVML does not have it.</summary>
    public nint TryExport(string name) => NativeLibrary.TryGetExport(_library, name, out var address) ? address : 0;

    /// <summary>Throws what a result says, unless it says success.</summary>
    public void Check(int result, string call)
    {
        if (result == 0)
            return;
        var text = Marshal.PtrToStringUTF8((nint)_errorString(result)) ?? "nvmlReturn_t";
        throw new NvmlException(result, string.Create(CultureInfo.InvariantCulture, $"{call}: {text} ({result})"));
    }

    /// <summary>
    /// Shuts NVML down. The library stays loaded: the driver's own threads may still be on their way out of it.
    /// </summary>
    public void Dispose()
    {
        if (_closed)
            return;
        _closed = true;
        _ = ((delegate* unmanaged<int>)Export("nvmlShutdown"))();
    }
}
