using PerfGate.Core.Kernels;

namespace PerfGate.Tasks.Compiling;

/// <summary>Collects the arrays of dynamic shared memory of a source and of the files that it includes in quotes.</summary>
internal sealed class SharedArrays(IEnumerable<string> includeDirectories)
{
    private readonly HashSet<string> seen = [];

    /// <summary>The arrays, each once.</summary>
    /// <param name="path">The source, absolute.</param>
    /// <param name="text">Its text.</param>
    public IReadOnlyList<DynamicSharedArray> Of(string path, string text) =>
        [.. Collect(path, text).DistinctBy(a => (a.Type, a.Name, a.Namespace))];

    private IEnumerable<DynamicSharedArray> Collect(string path, string text)
    {
        seen.Add(path);
        var included = KernelSourceScanner.ScanIncludes(text)
            .Select(i => includeDirectories.Prepend(Path.GetDirectoryName(path)!).Select(d => Path.GetFullPath(i, d)).FirstOrDefault(File.Exists))
            .OfType<string>()
            .Where(seen.Add)
            .SelectMany(i => Collect(i, File.ReadAllText(i)));
        return KernelSourceScanner.ScanDynamicShared(text).Concat(included);
    }
}
