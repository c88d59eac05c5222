namespace PerfGate.Runner.Git;

/// <summary>Paths as git names them: relative to the work tree, with forward slashes.</summary>
internal static class WorkTreePath
{
    // As many as Linux follows before it reports a loop.
    private const int MostLinks = 40;

    /// <summary>
    /// Makes a path relative to a work tree. Where the path enters the tree is found through symbolic links; a link
    /// inside the tree is part of the path, because git names it so.
    /// </summary>
    /// <param name="workTree">The root, absolute.</param>
    /// <param name="path">A file or folder; need not exist.</param>
    /// <param name="comparison">How the file system compares names.</param>
    /// <returns>The relative path, empty for the root itself; null if it lies outside.</returns>
    public static string? Relative(string workTree, string path, StringComparison comparison = StringComparison.Ordinal)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Inside(workTree, full, comparison) is { } spelt)
            return spelt;
        var tree = Physical(workTree);
        foreach (var ancestor in AncestorsFromRoot(full))
        {
            if (Inside(tree, Physical(ancestor), comparison) is { } entry)
                return Join(entry, Slashes(full[ancestor.Length..]).Trim('/'));
        }

        return null;
    }

    /// <summary>
    /// A path with every symbolic link on the way resolved; what does not exist stays as it is spelt.
    /// </summary>
    /// <param name="path">The path, absolute.</param>
    public static string Physical(string path)
    {
        var links = 0;
        return Physical(path, ref links);
    }

    /// <summary>Whether a path still lies in a folder after every symbolic link on the way is resolved.</summary>
    /// <param name="folder">The folder, absolute.</param>
    /// <param name="path">The path, absolute.</param>
    public static bool StaysIn(string folder, string path) =>
        Inside(Physical(folder), Physical(path), StringComparison.Ordinal) is not null;

    /// <summary>Joins two relative paths, either of which may be empty.</summary>
    public static string Join(string first, string second) =>
        first.Length == 0 ? second : second.Length == 0 ? first : $"{first}/{second}";

    private static string? Inside(string root, string full, StringComparison comparison)
    {
        var (above, below) = (Slashes(root).TrimEnd('/'), Slashes(full));
        return string.Equals(above, below, comparison) ? ""
            : below.StartsWith(above + "/", comparison) ? below[(above.Length + 1)..]
            : null;
    }

    // Name by name: the parent of a folder that a link leads to is not the folder that holds the link.
    private static string Physical(string path, ref int links)
    {
        var here = Path.GetPathRoot(path)!;
        foreach (var name in path[here.Length..].Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar))
        {
            if (name is "" or ".")
                continue;
            var parent = here;
            here = name == ".." ? Path.GetDirectoryName(here) ?? here : Path.Combine(here, name);
            if (links < MostLinks && new FileInfo(here).LinkTarget is { } target)
            {
                links++;
                here = Physical(Path.Combine(parent, target), ref links);
            }
        }

        return here;
    }

    private static List<string> AncestorsFromRoot(string full)
    {
        var ancestors = new List<string>();
        for (var path = full; path is not null; path = Path.GetDirectoryName(path))
            ancestors.Add(path);
        ancestors.Reverse();
        return ancestors;
    }

    private static string Slashes(string path) =>
        Path.DirectorySeparatorChar == '\\' ? path.Replace('\\', '/') : path;
}
