using PerfGate.Core.Files;

namespace PerfGate.Tasks.Compiling;

/// <summary>Finds executables.</summary>
internal static class ToolSearch
{
    /// <summary>Finds an executable.</summary>
    /// <param name="nameOrPath">Its name, or a path to it.</param>
    /// <param name="directories">Where to look after the PATH; null entries are passed over.</param>
    /// <returns>Its absolute path, or null.</returns>
    public static string? Find(string nameOrPath, params IEnumerable<string?> directories)
    {
        if (Path.GetFileName(nameOrPath) != nameOrPath)
            return ExecutableFile.At(Path.GetFullPath(nameOrPath));
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        return In(path.Split(Path.PathSeparator).Concat(directories), nameOrPath);
    }

    /// <summary>Finds an executable in directories.</summary>
    /// <param name="directories">Where to look, in order; null and empty entries are passed over.</param>
    /// <param name="name">Its name.</param>
    /// <returns>Its path, or null.</returns>
    public static string? In(IEnumerable<string?> directories, string name) => directories
        .Where(d => !string.IsNullOrWhiteSpace(d))
        .Select(d => ExecutableFile.At(Path.Combine(d!, name)))
        .FirstOrDefault(p => p is not null);
}
