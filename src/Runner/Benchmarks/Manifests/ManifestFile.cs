using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>A manifest that fits its schema.</summary>
/// <param name="Root">Its content.</param>
/// <param name="FullPath">Where it lies.</param>
/// <param name="RepositoryRoot">The full path that names in files are relative to.</param>
internal sealed record ManifestFile(PlacedJson Root, string FullPath, string RepositoryRoot)
{
    /// <summary>The seed that drawn inputs come from.</summary>
    public double Seed => Root["seed"]?.Number ?? 1;

    /// <summary>A file named by the manifest, as an absolute path.</summary>
    public string Resolve(string named) =>
        ForeignPath.Full(named.Replace('\\', '/'), Path.GetDirectoryName(FullPath)!);

    /// <summary>
    /// An absolute path as files and messages name it: relative to the root where it lies inside, forward slashes.
    /// </summary>
    public string Display(string fullPath) => Display(fullPath, RepositoryRoot);

    /// <inheritdoc cref="Display(string)"/>
    /// <param name="fullPath">The path.</param>
    /// <param name="root">The repository root.</param>
    public static string Display(string fullPath, string root)
    {
        var relative = Path.GetRelativePath(root, fullPath);
        var inside =
            !Path.IsPathRooted(relative)
            && relative != ".."
            && !relative.StartsWith($"..{Path.DirectorySeparatorChar}", StringComparison.Ordinal);
        return (inside ? relative : fullPath).Replace('\\', '/');
    }

    /// <summary>The place of a field's value, or of the object where the field is absent.</summary>
    public static SourceLocation Place(PlacedJson node, string field) => node[field]?.At ?? node.At;
}
