using PerfGate.Core.Tuning;

namespace PerfGate.Runner.References.Bases;

/// <summary>Which files of a commit the kernels of it may need.</summary>
internal static class SourceFiles
{
    // Headers may lie anywhere that an include directory points to, so sources and headers go along wherever they are;
    // models, images and the rest of a large repository do not.
    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".c",
        ".cc",
        ".cpp",
        ".cu",
        ".cuh",
        ".cxx",
        ".def",
        ".h",
        ".hh",
        ".hpp",
        ".hxx",
        ".inc",
        ".inl",
        ".ipp",
        ".ptx",
        ".tpp",
    };

    /// <summary>The ending of a manifest's name.</summary>
    public const string ManifestEnding = ".bench.json";

    /// <summary>Whether a file goes along.</summary>
    /// <param name="path">Its path, forward slashes.</param>
    /// <param name="manifestFolders">
    /// Folders with manifests, all of whose files go along: values to check against, tables to include, tuned values.
    /// </param>
    public static bool Includes(string path, IReadOnlyCollection<string> manifestFolders) =>
        Extensions.Contains(Path.GetExtension(path))
        || path.EndsWith(ManifestEnding, StringComparison.Ordinal)
        || manifestFolders.Any(folder => folder.Length == 0
            ? !path.Contains('/', StringComparison.Ordinal)
                || path.StartsWith(TunedFile.Folder + "/", StringComparison.Ordinal)
            : path.StartsWith(folder + "/", StringComparison.Ordinal));
}
