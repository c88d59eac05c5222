using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Git;

namespace PerfGate.Runner.References.Bases;

/// <summary>Reads what a commit's manifests declare, so that a case which a branch takes out is missed without any baseline.</summary>
/// <param name="root">The project's root, absolute.</param>
/// <param name="manifests">The manifests of the work tree, absolute.</param>
/// <param name="cache">The folder of all exports, absolute.</param>
internal sealed class BaseDeclarations(string root, ImmutableArray<string> manifests, string cache)
{
    /// <summary>The cases that a commit declares and this device can run.</summary>
    /// <param name="commit">The commit's full SHA.</param>
    /// <param name="device">The device.</param>
    /// <param name="filter">The filter in force; null for all.</param>
    /// <returns>Ordered by name, canaries left out; empty where the commit's manifests are not there or are refused.</returns>
    public ImmutableArray<BaseCase> Of(string commit, DeviceFacts device, string? filter)
    {
        using var repository = GitRepository.Open(root);
        if (repository?.PathInTree(root) is not { } project)
            return [];
        try
        {
            var tree = new BaseExport(repository, cache).Export(commit, ManifestFolders(repository));
            string[] theirs = [.. Manifests(repository, tree.Folder)];
            if (theirs.Length == 0)
                return [];
            var folder = Path.TrimEndingDirectorySeparator(Path.Combine(tree.Folder, project));
            var suite = ManifestLoader.Load(theirs, device, folder);
            return
            [
                .. CaseFilter.Apply(suite, filter).Cases
                    .Where(c => c.Role == CaseRole.Case && c.SkipReason is null)
                    .Select(c => new BaseCase(c.Name, c.Tolerance, CaseDeclarations.Of(c, folder)))
                    .OrderBy(c => c.Name, StringComparer.Ordinal),
            ];
        }
        catch (PerfGateException)
        {
            // The base's faults are not this branch's: a commit that was not fetched whole, manifests that are refused. Nor is a filter that
            // fits only new cases. What the base declares is then not known, and the gate goes on without.
            return [];
        }
    }

    private string[] ManifestFolders(GitRepository repository) =>
        [.. manifests.Select(m => repository.PathInTree(Path.GetDirectoryName(m)!)).OfType<string>().Distinct(StringComparer.Ordinal)];

    // A manifest that still lies in the work tree and that the project does not list is none of this gate's.
    private IEnumerable<string> Manifests(GitRepository repository, string tree) =>
        from folder in ManifestFolders(repository)
        let exported = Path.Combine(tree, folder)
        where Directory.Exists(exported)
        from path in Directory.EnumerateFiles(exported, "*" + SourceFiles.ManifestEnding).Order(StringComparer.Ordinal)
        let now = Path.Combine(repository.WorkTree, folder, Path.GetFileName(path))
        where !File.Exists(now) || manifests.Contains(now, StringComparer.Ordinal)
        select path;
}
