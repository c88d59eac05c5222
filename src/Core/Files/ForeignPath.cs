namespace PerfGate.Core.Files;

/// <summary>
/// Paths that are read from a file or from another program's output. No real path has a NUL, and .NET throws where one
/// does. Here U+FFFD replaces it: there is no file of that name, and the reader says so.
/// </summary>
public static class ForeignPath
{
    /// <summary>The absolute path of a file.</summary>
    /// <param name="path">Its path as it was read.</param>
    /// <param name="folder">What a relative path is relative to, absolute.</param>
    public static string Full(string path, string folder) =>
        Path.GetFullPath(path.Replace('\0', '\uFFFD'), folder);
}
