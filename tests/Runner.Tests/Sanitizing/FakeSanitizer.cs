using PerfGate.Runner.Sanitizing;

namespace PerfGate.Runner.Tests.Sanitizing;

/// <summary>
/// A script in compute-sanitizer's place, for machines without one: it prints what the real one prints.
/// </summary>
internal sealed class FakeSanitizer : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("perfgate sanitizer ");

    public FakeSanitizer() => Answer("echo '========= ERROR SUMMARY: 0 errors'");

    /// <summary>Folder of the toolkit: <c>bin/nvcc</c> and <c>bin/compute-sanitizer</c>.</summary>
    public string Toolkit => _folder.FullName;

    /// <summary>How it was called, a line each.</summary>
    public IReadOnlyList<string> Calls => File.Exists(At("calls")) ? File.ReadAllLines(At("calls")) : [];

    /// <summary>A path in its folder.</summary>
    public string At(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>
    /// What it does: <c>$tool</c> and <c>$case</c> say what it is called for, <c>$@</c> is the whole command line.
    /// </summary>
    public void Answer(string body)
    {
        Directory.CreateDirectory(At("bin"));
        File.WriteAllText(At("bin/nvcc"), "");
        File.WriteAllText(At("bin/compute-sanitizer"), $"""
            #!/bin/bash
            case "$1" in
              --version) printf 'NVIDIA (R) Compute Sanitizer\nCopyright (c) 2020-2025 NVIDIA Corporation\nVersion 2025.3.0\n'; exit 0 ;;
              --help) echo '  --print-limit arg  --show-backtrace arg  --strip-paths arg  --padding arg  --report-api-errors arg'; exit 0 ;;
            esac
            tool=$2
            for last; do case=$last; done
            echo "PERFGATE_CLOCK=$PERFGATE_CLOCK $*" >> '{At("calls")}'
            echo '========= COMPUTE-SANITIZER'
            {body}
            """);
        if (OperatingSystem.IsWindows())
            return;
        foreach (var program in new[] { "bin/nvcc", "bin/compute-sanitizer" })
            File.SetUnixFileMode(
                At(program),
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            );
    }

    /// <summary>Finds it as the command does.</summary>
    public ComputeSanitizer Find() => ComputeSanitizer.Find(name => name == "CUDA_HOME" ? Toolkit : null);

    public void Dispose() => _folder.Delete(recursive: true);
}
