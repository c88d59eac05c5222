using PerfGate.Core.Files;
using PerfGate.Core.Kernels;

namespace PerfGate.Runner.Benchmarks;

/// <summary>The folders in which the compilers look for headers, as the build gave them.</summary>
internal static class IncludeDirectories
{
    /// <summary>The folders, absolute.</summary>
    /// <param name="root">
    /// The root of the tree whose sources are read. Folders of the repository are named relative to its root, so that a
    /// base commit has its own.
    /// </param>
    public static IReadOnlyList<string> Of(string root) =>
        [
            .. (Environment.GetEnvironmentVariable(SourceTree.DirectoriesVariable) ?? "")
                .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .Select(d => ForeignPath.Full(d, root)),
        ];
}
