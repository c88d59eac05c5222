using PerfGate.Core.Files;

namespace PerfGate.Tasks.Compiling;

/// <summary>
/// Paths as PerfGate writes them: relative to the repository root where they lie in it, with forward slashes.
/// </summary>
internal sealed class SourcePaths(string root)
{
    /// <summary>The repository root, absolute, without a separator at its end.</summary>
    public string Root { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    /// <summary>
    /// The absolute form of a path that may be relative to the root. A NUL, which no path holds, becomes U+FFFD.
    /// </summary>
    public string Absolute(string path) => ForeignPath.Full(path, Root);

    /// <summary>The written form of a path.</summary>
    public string Relative(string path)
    {
        var absolute = Absolute(path);
        var relative = Path.GetRelativePath(Root, absolute);
        var outside =
            relative == ".."
            || relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            || Path.IsPathRooted(relative);
        return (outside ? absolute : relative).Replace('\\', '/');
    }
}
