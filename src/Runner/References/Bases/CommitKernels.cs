using System.Collections.Immutable;
using PerfGate.Core.Devices;
using PerfGate.Runner.Devices;
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
        if (repository is null || BaseManifests.Export(repository, cache, commit, root, manifests) is not { } theirs)
            return CompiledBase.Failed("there is no git repository");
        // A case may have come from a manifest that the project does not list any more.
        var all = theirs.Paths.AddRange(theirs.Beside).Sort(StringComparer.Ordinal);
        if (all.IsEmpty)
            return CompiledBase.Failed($"the commit {commit[..12]} has no manifest of this project");
        var tree = theirs.Tree;
        var compiled = await compiler
            .CompileAsync(theirs.Root, all, cases, tree.Build, cancellation)
            .ConfigureAwait(false);
        if (
            compiled.Failure is not null
            && ReadableOf(all, theirs.Root) is { IsEmpty: false } readable
            && readable.Length < all.Length
        )
            compiled = await compiler
                .CompileAsync(theirs.Root, readable, cases, tree.Build, cancellation)
                .ConfigureAwait(false);
        return compiled.Failure is null
            ? compiled
            : CompiledBase.Failed(Explained(commit, compiled.Failure, tree.LeftOut));
    }

    // A manifest that does not read must not take the others' cases along. What a device has is not asked: it changes
    // no error in a manifest.
    private static ImmutableArray<string> ReadableOf(ImmutableArray<string> manifests, string root) =>
        ReadableManifests.Load(manifests, DeviceFacts.Unknown(DeviceKind.Host), root).Paths;

    private static string Explained(string commit, string failure, ImmutableArray<string> leftOut) =>
        $"the kernels of {commit[..12]} do not compile: {failure}"
        + (leftOut.IsEmpty ? "" : $" (not exported: {string.Join("; ", leftOut)})");
}
