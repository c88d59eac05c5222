namespace PerfGate.Core.Files;

/// <summary>
/// Paths that are read from a file or from another program's output. No path holds a NUL, and .NET ends with an
/// exception where one does; here U+FFFD stands in its place, so that there is no such file and the reader says so.
/// </summary>
public static class ForeignPath
{
    /// <summary>The absolute path of a file.</summary>
    /// <param name="path">Its path as it was read.</param>
    /// <param name="folder">What a relative path is relative to, absolute.</param>
    public static string Full(string path, string folder) =>
        Path.GetFullPath(path.Replace('\0', '\uFFFD'), folder);
}
