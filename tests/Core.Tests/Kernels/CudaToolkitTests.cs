using PerfGate.Core.Kernels;

namespace PerfGate.Core.Tests.Kernels;

public sealed class CudaToolkitTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perfgate-toolkit-").FullName;
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);

    public CudaToolkitTests()
    {
        foreach (var toolkit in new[] { "chosen", "home", "path", "on-path" })
            Nvcc(toolkit, runnable: true);
        _variables["PATH"] = string.Join(Path.PathSeparator, At("empty"), At("on-path/bin"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_variables_come_before_the_PATH_and_a_choice_before_all()
    {
        Assert.Equal((At("on-path/bin/nvcc"), "PATH"), Found());
        _variables["CUDA_PATH"] = At("path");
        Assert.Equal((At("path/bin/nvcc"), "CUDA_PATH"), Found());
        _variables["CUDA_HOME"] = At("home");
        Assert.Equal((At("home/bin/nvcc"), "CUDA_HOME"), Found());
        _variables["PERFGATE_NVCC"] = At("chosen/bin/nvcc");
        Assert.Equal((At("chosen/bin/nvcc"), "PerfGateNvcc"), Found());
    }

    [Fact]
    public void A_choice_by_name_is_looked_for_on_the_PATH_and_one_that_is_not_there_is_not_replaced()
    {
        _variables["CUDA_HOME"] = At("home");
        _variables["PERFGATE_NVCC"] = "nvcc";
        Assert.Equal((At("on-path/bin/nvcc"), "PerfGateNvcc"), Found());
        _variables["PERFGATE_NVCC"] = At("nowhere/nvcc");
        Assert.Null(Found());
    }

    [Fact]
    public void What_cannot_be_run_is_no_compiler()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there every .exe can be run");
        Nvcc("broken", runnable: false);
        _variables["CUDA_HOME"] = At("broken");

        Assert.Equal((At("on-path/bin/nvcc"), "PATH"), Found());
    }

    private (string, string)? Found() =>
        CudaToolkit.Find(_variables.GetValueOrDefault) is { } toolkit ? (toolkit.Nvcc, toolkit.FoundBy) : null;

    private string At(string path) => Path.Combine(_folder, path);

    private void Nvcc(string toolkit, bool runnable)
    {
        Directory.CreateDirectory(At($"{toolkit}/bin"));
        File.WriteAllText(At($"{toolkit}/bin/nvcc"), "");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(
                At($"{toolkit}/bin/nvcc"),
                UnixFileMode.UserRead
                    | UnixFileMode.UserWrite
                    | (runnable ? UnixFileMode.UserExecute : UnixFileMode.None)
            );
        }
    }
}
