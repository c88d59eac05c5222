using PerfGate.Core.Kernels;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Devices.Cuda.Binding;

namespace PerfGate.Runner.Tests.Devices.Cuda;

/// <summary>The real GPU of this machine, for the tests that need one.</summary>
internal static class Gpu
{
    /// <summary>Skips a test, by name and with the reason, where there is no GPU or no nvcc.</summary>
    public static void Require() => Assert.SkipUnless(IsAvailable(), "needs an NVIDIA GPU and nvcc");

    /// <summary>Compiles CUDA C++ to a cubin for this GPU.</summary>
    /// <param name="folder">Where the cubin goes.</param>
    /// <param name="source">The source.</param>
    /// <param name="options">Further options of nvcc.</param>
    /// <returns>The cubin's path.</returns>
    public static string Compile(string folder, string source, params string[] options)
    {
        Require();
        var cubin = Path.Combine(folder, $"{Guid.NewGuid():N}.cubin");
        var file = Path.ChangeExtension(cubin, ".cu");
        File.WriteAllText(file, source);
        CompileFile(file, cubin, options);
        return cubin;
    }

    /// <summary>Compiles a file of CUDA C++ to a cubin for this GPU.</summary>
    public static void CompileFile(string file, string cubin, params string[] options)
    {
        var nvcc = CudaToolkit.Find(Environment.GetEnvironmentVariable)!.Nvcc;
        var capability = DeviceSelection.Choose("cuda").ComputeCapability!.Replace(".", "", StringComparison.Ordinal);
        var compiled = Programs.Run(
            nvcc, ["-cubin", $"-arch=sm_{capability}", "-O3", .. options, "-o", cubin, file]);
        Assert.True(compiled.ExitCode == 0, compiled.Text);
    }

    // The fake driver of other tests, once loaded, answers to the real one's name.
    private static bool IsAvailable()
    {
        try
        {
            return CudaBinding.TryLoad() is { } driver && driver.DeviceCount() > 0
                && !driver.DeviceName(0).Contains("Fake", StringComparison.Ordinal)
                && CudaToolkit.Find(Environment.GetEnvironmentVariable) is not null;
        }
        catch (DeviceException)
        {
            return false;
        }
    }
}
