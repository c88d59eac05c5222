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
            return Executable(Path.GetFullPath(nameOrPath));
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        return path.Split(Path.PathSeparator)
            .Concat(directories)
            .Where(d => !string.IsNullOrWhiteSpace(d))
            .Select(d => Executable(Path.Combine(d!, nameOrPath)))
            .FirstOrDefault(p => p is not null);
    }

    private static string? Executable(string path)
    {
        if (OperatingSystem.IsWindows())
            return File.Exists(path) ? path : File.Exists(path + ".exe") ? path + ".exe" : null;
        const UnixFileMode runnable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(path) && (File.GetUnixFileMode(path) & runnable) != 0 ? path : null;
    }
}
