namespace PerfGate.Runner.Git;

/// <summary>Paths as git names them: relative to the work tree, with forward slashes.</summary>
internal static class WorkTreePath
{
    /// <summary>Makes a path relative to a work tree, through symbolic links on the way where need be.</summary>
    /// <param name="workTree">The root, absolute.</param>
    /// <param name="path">A file or folder; need not exist.</param>
    /// <returns>The relative path, empty for the root itself; null where it lies outside.</returns>
    public static string? Relative(string workTree, string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        return Inside(workTree, full) ?? Inside(Physical(workTree), Physical(full));
    }

    private static string? Inside(string root, string full)
    {
        var relative = Path.GetRelativePath(root, full).Replace('\\', '/');
        return relative == "." ? ""
            : relative == ".." || relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? null
            : relative;
    }

    private static string Physical(string path)
    {
        if (Path.GetDirectoryName(path) is not { } parent)
            return path;
        var here = Path.Combine(Physical(parent), Path.GetFileName(path));
        return Path.Exists(here) ? Directory.ResolveLinkTarget(here, returnFinalTarget: true)?.FullName ?? here : here;
    }
}
