using System.Collections.Immutable;
using PerfGate.Runner.Git;

namespace PerfGate.Runner.References.Bases;

/// <summary>Exports and compiles the kernels of commits.</summary>
/// <param name="root">The project's root, absolute.</param>
/// <param name="manifests">The manifests of the work tree, absolute.</param>
/// <param name="cache">The folder of all exports, absolute.</param>
/// <param name="compiler">Compiles an exported tree.</param>
internal sealed class CommitKernels(string root, ImmutableArray<string> manifests, string cache, IBaseCompiler compiler)
{
    /// <summary>Exports a commit and compiles some of its cases.</summary>
    /// <param name="commit">The commit's full SHA.</param>
    /// <param name="cases">The cases, by name.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<CompiledBase> OfAsync(string commit, ImmutableArray<string> cases, CancellationToken cancellation)
    {
        using var repository = GitRepository.Open(root);
        if (repository?.PathInTree(root) is not { } project)
            return CompiledBase.Failed("there is no git repository");
        // A manifest of a package lies outside of the repository and is nobody's base.
        var folders = manifests.Select(m => repository.PathInTree(Path.GetDirectoryName(m)!)).OfType<string>()
            .Distinct(StringComparer.Ordinal).ToArray();
        var tree = new BaseExport(repository, cache).Export(commit, folders);
        var theirs = folders
            .Select(folder => Path.Combine(tree.Folder, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*" + SourceFiles.ManifestEnding))
            .Order(StringComparer.Ordinal)
            .ToImmutableArray();
        if (theirs.IsEmpty)
            return CompiledBase.Failed($"the commit {commit[..12]} has no manifest where this tree has its own");
        var compiled = await compiler.CompileAsync(
            Path.TrimEndingDirectorySeparator(Path.Combine(tree.Folder, project)), theirs, cases, tree.Build, cancellation).ConfigureAwait(false);
        return compiled.Failure is null ? compiled : CompiledBase.Failed(Explained(commit, compiled.Failure, tree.LeftOut));
    }

    private static string Explained(string commit, string failure, ImmutableArray<string> leftOut) =>
        $"the kernels of {commit[..12]} do not compile: {failure}"
        + (leftOut.IsEmpty ? "" : $" (not exported: {string.Join("; ", leftOut)})");
}
