using PerfGate.Core.Files;

namespace PerfGate.Core.Kernels;

/// <summary>
/// Where the CUDA toolkit of this machine lies: the one rule for compiling, measuring and sanitizing.
/// </summary>
/// <param name="Nvcc">Absolute path of nvcc.</param>
/// <param name="FoundBy">
/// How it was found: <c>PerfGateNvcc</c>, <c>CUDA_HOME</c>, <c>CUDA_PATH</c>, <c>PATH</c>, or the usual folder.
/// </param>
public sealed record CudaToolkit(string Nvcc, string FoundBy)
{
    /// <summary>The variable in which a build passes <c>PerfGateNvcc</c> on.</summary>
    public const string Variable = "PERFGATE_NVCC";

    /// <summary>Where it is looked for, in this order, as messages say it.</summary>
    public const string Places = "CUDA_HOME, CUDA_PATH, PATH and /usr/local/cuda";

    private const string UsualFolder = "/usr/local/cuda";

    /// <summary>The toolkit's root: the folder that holds <c>bin/nvcc</c>, links followed.</summary>
    public string Root => Path.GetDirectoryName(Path.GetDirectoryName(Real(Nvcc)))!;

    /// <summary>Looks for nvcc where <c>PerfGateNvcc</c> says, or else in <see cref="Places"/>.</summary>
    /// <param name="variable">Reads an environment variable.</param>
    /// <returns>The toolkit; null if there is none.</returns>
    public static CudaToolkit? Find(Func<string, string?> variable) => Find(variable, variable(Variable));

    /// <inheritdoc cref="Find(Func{string, string})"/>
    /// <param name="variable">Reads an environment variable.</param>
    /// <param name="chosen">
    /// nvcc as the user chose it: a path, or a name on the <c>PATH</c>; empty for no choice.
    /// </param>
    public static CudaToolkit? Find(Func<string, string?> variable, string? chosen) => Candidates(variable, chosen)
        .Select(c => (Nvcc: ExecutableFile.At(c.Nvcc), c.FoundBy))
        .Where(c => c.Nvcc is not null)
        .Select(c => new CudaToolkit(Path.GetFullPath(c.Nvcc!), c.FoundBy))
        .FirstOrDefault();

    /// <summary>Folders in which this toolkit keeps libraries, those of CUPTI first; they need not exist.</summary>
    public IEnumerable<string> LibraryFolders() =>
        OperatingSystem.IsWindows()
            ? [
                Path.Combine(Root, "extras", "CUPTI", "lib64"),
                Path.Combine(Root, "bin", "x64"),
                Path.Combine(Root, "bin"),
            ]
            : [
                Path.Combine(Root, "extras", "CUPTI", "lib64"),
                Path.Combine(Root, "lib64"),
                Path.Combine(Root, "targets", "x86_64-linux", "lib"),
                Path.Combine(Root, "targets", "sbsa-linux", "lib"),
                Path.Combine(Root, "lib"),
            ];

    /// <summary>
    /// Where a program of the toolkit is looked for, in this order: beside nvcc, in the toolkit's own folders, and on
    /// the PATH.
    /// </summary>
    /// <param name="program">The program's name, without <c>.exe</c>.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <returns>Absolute paths; the files need not exist.</returns>
    public static IEnumerable<string> PlacesOf(string program, Func<string, string?> variable)
    {
        var file = OperatingSystem.IsWindows() ? program + ".exe" : program;
        IEnumerable<string> own = Find(variable) is { } toolkit
            ?
            [
                Path.Combine(Path.GetDirectoryName(toolkit.Nvcc)!, file),
                Path.Combine(toolkit.Root, "bin", file),
                Path.Combine(toolkit.Root, program, file),
            ]
            : [];
        return own
            .Concat(
                (variable("PATH") ?? "")
                    .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                    .Select(folder => Path.GetFullPath(Path.Combine(folder, file))))
            .Distinct(StringComparer.Ordinal);
    }

    private static IEnumerable<(string Nvcc, string FoundBy)> Candidates(Func<string, string?> variable, string? chosen)
    {
        if (!string.IsNullOrEmpty(chosen))
        {
            return Path.GetFileName(chosen) == chosen
                ? OnPath(variable, chosen, "PerfGateNvcc")
                : [(chosen, "PerfGateNvcc")];
        }

        return Homes(variable)
            .Concat(OnPath(variable, "nvcc", "PATH"))
            .Concat(OperatingSystem.IsWindows() ? [] : [(Path.Combine(UsualFolder, "bin", "nvcc"), UsualFolder)]);
    }

    private static IEnumerable<(string Nvcc, string FoundBy)> Homes(Func<string, string?> variable) =>
        from name in (string[])["CUDA_HOME", "CUDA_PATH"]
        let home = variable(name)
        where !string.IsNullOrEmpty(home)
        select (Path.Combine(home, "bin", "nvcc"), name);

    private static IEnumerable<(string Nvcc, string FoundBy)> OnPath(
        Func<string, string?> variable, string name, string foundBy) =>
        (variable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => (Path.Combine(folder, name), foundBy));

    private static string Real(string path) => File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
}
