namespace PerfGate.Runner.Devices.Cuda;

/// <summary>Where the CUDA toolkit of this machine lies.</summary>
/// <param name="Nvcc">Absolute path of nvcc.</param>
/// <param name="FoundBy">How it was found: <c>CUDA_HOME</c>, <c>CUDA_PATH</c>, <c>PATH</c>, or the usual folder.</param>
internal sealed record CudaToolkit(string Nvcc, string FoundBy)
{
    private static string NvccName => OperatingSystem.IsWindows() ? "nvcc.exe" : "nvcc";

    /// <summary>The toolkit's root: the folder that holds <c>bin/nvcc</c>, links followed.</summary>
    public string Root => Path.GetDirectoryName(Path.GetDirectoryName(Real(Nvcc)))!;

    /// <summary>Looks for nvcc in <c>CUDA_HOME</c>, <c>CUDA_PATH</c>, <c>PATH</c> and <c>/usr/local/cuda</c>, in this order.</summary>
    /// <param name="variable">Reads an environment variable.</param>
    /// <returns>The toolkit; null where there is none.</returns>
    public static CudaToolkit? Find(Func<string, string?> variable) => Places(variable)
        .Where(p => File.Exists(p.Nvcc))
        .Select(p => new CudaToolkit(Path.GetFullPath(p.Nvcc), p.FoundBy))
        .FirstOrDefault();

    /// <summary>Folders in which this toolkit keeps libraries, those of CUPTI first; they need not exist.</summary>
    public IEnumerable<string> LibraryFolders() =>
        OperatingSystem.IsWindows()
            ? [Path.Combine(Root, "extras", "CUPTI", "lib64"), Path.Combine(Root, "bin", "x64"), Path.Combine(Root, "bin")]
            : [
                Path.Combine(Root, "extras", "CUPTI", "lib64"),
                Path.Combine(Root, "lib64"),
                Path.Combine(Root, "targets", "x86_64-linux", "lib"),
                Path.Combine(Root, "targets", "sbsa-linux", "lib"),
                Path.Combine(Root, "lib"),
            ];

    private static IEnumerable<(string Nvcc, string FoundBy)> Places(Func<string, string?> variable)
    {
        foreach (var name in (string[])["CUDA_HOME", "CUDA_PATH"])
        {
            if (variable(name) is { Length: > 0 } home)
                yield return (Path.Combine(home, "bin", NvccName), name);
        }

        foreach (var folder in (variable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            yield return (Path.Combine(folder, NvccName), "PATH");
        if (!OperatingSystem.IsWindows())
            yield return ("/usr/local/cuda/bin/nvcc", "/usr/local/cuda");
    }

    private static string Real(string path) => File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
}
