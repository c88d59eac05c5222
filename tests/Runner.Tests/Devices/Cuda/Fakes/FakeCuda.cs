using System.Runtime.InteropServices;
using PerfGate.Runner.Devices.Cuda;
using PerfGate.Runner.Devices.Cuda.Binding;

namespace PerfGate.Runner.Tests.Devices.Cuda.Fakes;

/// <summary>
/// A fake CUDA driver and toolkits with a fake CUPTI, for machines that have no real ones. Loaded into this process for
/// good: the loader then finds <c>libcuda.so.1</c> by the fake's own name.
/// </summary>
public sealed class FakeCuda : IDisposable
{
    public const string FirstUuid = "GPU-00112233-4455-6677-8899-aabbccddeeff";
    public const string SecondUuid = "GPU-00112233-4455-6677-8899-aabbccddeefe";

    private readonly NativeLibraryBuild _build = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("perfgate-cuda-");
    private string? _functions;

    public FakeCuda()
    {
        IsUsable = OperatingSystem.IsLinux() && !NativeLibrary.TryLoad("libcuda.so.1", out _);
        if (!IsUsable)
            return;
        NativeLibrary.Load(_build.Build("fake_cuda.cpp", "-Wl,-soname,libcuda.so.1"));
        Toolkit = MakeToolkit("whole", "-DCUPTI");
        LossyToolkit = MakeToolkit("lossy", "-DCUPTI", "-DLOSE_EVERY=7");
        DeafToolkit = MakeToolkit("deaf", "-DCUPTI", "-DLOSE_EVERY=1");
        HoldingToolkit = MakeToolkit("holding", "-DCUPTI", "-DHOLD_UNTIL_FORCED=10");
        LateToolkit = MakeToolkit("late", "-DCUPTI", "-DLATE_COPIES");
        HastyToolkit = MakeToolkit("hasty", "-DCUPTI", "-DUNTIMED_EVERY=101");
        TimelessToolkit = MakeToolkit("timeless", "-DCUPTI", "-DUNTIMED_EVERY=2");
        EmptyToolkit = MakeToolkit("empty");
    }

    /// <summary>Whether this machine has no CUDA driver of its own.</summary>
    public bool IsUsable { get; }

    /// <summary>Root of a toolkit with nvcc and CUPTI.</summary>
    public string Toolkit { get; } = "";

    /// <summary>Root of a toolkit whose CUPTI loses every seventh record.</summary>
    public string LossyToolkit { get; } = "";

    /// <summary>Root of a toolkit whose CUPTI records nothing.</summary>
    public string DeafToolkit { get; } = "";

    /// <summary>
    /// Root of a toolkit whose CUPTI delivers only when forced, and fails where ten flushes in a row were not.
    /// </summary>
    public string HoldingToolkit { get; } = "";

    /// <summary>Root of a toolkit whose CUPTI delivers copies and fills of memory only when forced.</summary>
    public string LateToolkit { get; } = "";

    /// <summary>Root of a toolkit whose CUPTI delivers one record in 101 without its time.</summary>
    public string HastyToolkit { get; } = "";

    /// <summary>Root of a toolkit whose CUPTI delivers every second record without its time.</summary>
    public string TimelessToolkit { get; } = "";

    /// <summary>Root of a toolkit without CUPTI.</summary>
    public string EmptyToolkit { get; } = "";

    /// <summary>A library of benchmark functions that use the fake driver, loaded apart from all others.</summary>
    public string Functions()
    {
        var include = Checkout.PathOf("src/Tasks/build/host/include/functions");
        _functions ??= _build.Build("fake_functions.cpp", "-fvisibility=hidden", "-I", include);
        var path = Path.Combine(_folder.FullName, $"{Guid.NewGuid():N}.so");
        File.Copy(_functions, path);
        return path;
    }

    internal CudaDevice Open(string toolkit, params (string Name, string Value)[] variables)
    {
        Assert.SkipUnless(IsUsable, "this machine has a CUDA driver of its own");
        return CudaDevice.Open(CudaBinding.TryLoad, Variables(toolkit, variables));
    }

    /// <summary>How often a kind of record was switched on or off in a toolkit's CUPTI.</summary>
    public static unsafe int Switched(string toolkit)
    {
        var library = NativeLibrary.Load(CuptiOf(toolkit));
        return ((delegate* unmanaged<int>)NativeLibrary.GetExport(library, "fake_cupti_switched"))();
    }

    internal static Func<string, string?> Variables(string toolkit, params (string Name, string Value)[] variables) =>
        name => name == "CUDA_HOME" ? toolkit : variables.FirstOrDefault(v => v.Name == name).Value;

    /// <summary>Writes a module for the fake driver.</summary>
    public string Module(params string[] lines)
    {
        var path = Path.Combine(_folder.FullName, $"{Guid.NewGuid():N}.cubin");
        File.WriteAllText(path, string.Join('\n', lines) + "\n\0");
        return path;
    }

    public void Dispose()
    {
        _build.Dispose();
        _folder.Delete(recursive: true);
    }

    private static string CuptiOf(string toolkit) => Path.Combine(toolkit, "extras", "CUPTI", "lib64", "libcupti.so");

    private string MakeToolkit(string name, params string[] cuptiOptions)
    {
        var root = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.Combine(root, "bin"));
        var nvcc = Path.Combine(root, "bin", "nvcc");
        File.WriteAllText(nvcc, "");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(nvcc, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (cuptiOptions.Length > 0)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(CuptiOf(root))!);
            File.Move(_build.Build("fake_cuda.cpp", cuptiOptions), CuptiOf(root));
        }

        return root;
    }
}
