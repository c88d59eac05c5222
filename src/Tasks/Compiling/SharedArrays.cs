using PerfGate.Core.Kernels;

namespace PerfGate.Tasks.Compiling;

/// <summary>
/// The arrays of dynamic shared memory that a source and its includes declare outside of functions. Those in functions
/// are replaced in the copy that is compiled.
/// </summary>
internal static class SharedArrays
{
    /// <summary>The arrays, each once, with the file that declares it.</summary>
    /// <param name="tree">The source and its includes.</param>
    public static IReadOnlyList<(DynamicSharedArray Array, string Path)> Of(SourceTree tree) =>
        [
            .. tree
                .Files.SelectMany(f => KernelSourceScanner.ScanDynamicShared(f.Text).Select(a => (Array: a, f.Path)))
                .Where(a => !a.Array.IsLocal)
                .DistinctBy(a => (a.Array.Type, a.Array.Name, a.Array.Namespace)),
        ];
}
