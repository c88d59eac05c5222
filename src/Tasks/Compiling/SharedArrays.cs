using PerfGate.Core.Files;
using PerfGate.Core.Kernels;

namespace PerfGate.Tasks.Compiling;

/// <summary>
/// Collects the arrays of dynamic shared memory of a source and of the files that it includes in quotes.
/// </summary>
internal sealed class SharedArrays(IEnumerable<string> includeDirectories)
{
    private readonly HashSet<string> _seen = [];

    /// <summary>The arrays, each once.</summary>
    /// <param name="path">The source, absolute.</param>
    /// <param name="text">Its text.</param>
    public IReadOnlyList<DynamicSharedArray> Of(string path, string text) =>
        [.. Collect(path, text).DistinctBy(a => (a.Type, a.Name, a.Namespace))];

    private List<DynamicSharedArray> Collect(string path, string text)
    {
        // Without recursion: a chain of includes may be longer than the stack is deep.
        var pending = new Stack<(string Path, string? Text)>([(path, text)]);
        _seen.Add(path);
        var arrays = new List<DynamicSharedArray>();
        while (pending.TryPop(out var next))
        {
            var read = next.Text ?? InputFile.Text(next.Path, FileLimit.Source);
            arrays.AddRange(KernelSourceScanner.ScanDynamicShared(read));
            var included = KernelSourceScanner
                .ScanIncludes(read)
                .Where(i => !i.Contains('\0', StringComparison.Ordinal))
                .Select(i =>
                    includeDirectories
                        .Prepend(Path.GetDirectoryName(next.Path)!)
                        .Select(d => Path.GetFullPath(i, d))
                        .FirstOrDefault(File.Exists)
                )
                .OfType<string>()
                .Where(_seen.Add);
            foreach (var include in included.Reverse())
                pending.Push((include, null));
        }

        return arrays;
    }
}
