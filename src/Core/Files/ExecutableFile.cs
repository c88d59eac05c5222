namespace PerfGate.Core.Files;

/// <summary>Checks whether a file is a program.</summary>
public static class ExecutableFile
{
    /// <summary>
    /// The program at a path, on Windows also with <c>.exe</c> behind it; null if there is none that may be run.
    /// </summary>
    /// <param name="path">The path.</param>
    public static string? At(string path)
    {
        if (OperatingSystem.IsWindows())
            return File.Exists(path) ? path : File.Exists(path + ".exe") ? path + ".exe" : null;
        const UnixFileMode runnable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(path) && (File.GetUnixFileMode(path) & runnable) != 0 ? path : null;
    }
}
