namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>The sources that manifests name, each read once.</summary>
internal sealed class SourceCatalog
{
    private readonly Dictionary<string, SourceFile?> read = new(StringComparer.Ordinal);

    /// <summary>Reads a source with the files that it includes in quotes.</summary>
    /// <param name="fullPath">Its absolute path.</param>
    /// <returns>The source; null where there is no such file, or it cannot be read.</returns>
    public SourceFile? Read(string fullPath)
    {
        if (!read.TryGetValue(fullPath, out var source))
            read[fullPath] = source = SourceFile.Open(fullPath);
        return source;
    }
}
