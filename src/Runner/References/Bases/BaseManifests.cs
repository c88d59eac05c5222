using System.Collections.Immutable;
using PerfGate.Runner.Git;

namespace PerfGate.Runner.References.Bases;

/// <summary>The manifests that a commit has for this project.</summary>
/// <param name="Tree">The exported commit that they lie in.</param>
/// <param name="Root">The root of the project in it, absolute.</param>
/// <param name="Paths">The manifests, absolute, ordered.</param>
/// <param name="Beside">Manifests in the same folders that still lie in the work tree and that the project does not
/// list, absolute, ordered.</param>
/// <param name="Doubtful">
/// Manifests that are gone from the work tree and may have been another project's, because several projects share the
/// root; as the commit names them.
/// </param>
/// <param name="HasAny">Whether the commit has a manifest that is or may have been this project's.</param>
internal sealed record BaseManifests(
    ExportedTree Tree, string Root, ImmutableArray<string> Paths, ImmutableArray<string> Beside,
    ImmutableArray<string> Doubtful, bool HasAny)
{
    /// <summary>
    /// Exports a commit and finds its manifests: those in the folders that hold the project's manifests today, and
    /// those that are gone since,
    /// wherever below the root they were. A manifest that still lies in the work tree and that the project does not
    /// list is another project's.
    /// </summary>
    /// <param name="repository">The repository.</param>
    /// <param name="cache">The folder of all exports, absolute.</param>
    /// <param name="commit">The commit's full SHA.</param>
    /// <param name="root">The project's root, absolute.</param>
    /// <param name="manifests">The manifests of the work tree, absolute.</param>
    /// <returns>What there is; null if the root lies outside of the repository.</returns>
    /// <exception cref="Core.Diagnostics.PerfGateException">An object was not fetched, or the export cannot be
    /// written.</exception>
    public static BaseManifests? Export(
        GitRepository repository, string cache, string commit, string root, ImmutableArray<string> manifests)
    {
        if (repository.PathInTree(root) is not { } project)
            return null;
        var names = StringComparer.FromComparison(repository.Comparison);
        // A manifest of a package lies outside of the repository and is no base of a case.
        var listed = manifests.Select(repository.PathInTree).OfType<string>().ToHashSet(names);
        var folders = listed.Select(FolderOf).Distinct(names)
            .Select(now => (Now: now, Then: repository.Locate(commit, now) ?? now))
            .ToArray();
        var projectThen = repository.Locate(commit, project) ?? project;
        var gone = Elsewhere(repository, commit, projectThen, [.. folders.Select(f => f.Then)], listed);
        // With other projects below the same root, one of theirs may have been taken out, which is not this project's
        // doing.
        var alone = !gone.Any(m => m.IsPresent);
        var moved = gone.Where(m => !m.IsPresent).Select(m => m.Path).ToArray();
        string[] ofManifests =
        [
            .. folders.Select(f => f.Then).Concat(moved.Select(FolderOf)).Distinct(StringComparer.Ordinal),
        ];
        var tree = new BaseExport(repository, cache).Export(
            commit,
            ofManifests,
            everything: BuiltCommands.AreIn(repository, commit, ofManifests)
        );
        var here = (
            from folder in folders
            let exported = Path.Combine(tree.Folder, folder.Then)
            where Directory.Exists(exported)
            from path in Directory.EnumerateFiles(exported, "*" + SourceFiles.ManifestEnding)
            let now = WorkTreePath.Join(folder.Now, Path.GetFileName(path))
            let isOurs = listed.Contains(now) || !repository.IsPresent(now)
            select (Path: path, IsOurs: isOurs)).ToArray();
        var movedHere = alone ? moved.Select(m => Path.Combine(tree.Folder, m)) : [];
        var paths = Ordered(here.Where(m => m.IsOurs).Select(m => m.Path).Concat(movedHere));
        return new(
            tree,
            Path.TrimEndingDirectorySeparator(Path.Combine(tree.Folder, projectThen)),
            paths,
            Ordered(here.Select(m => m.Path).Except(paths)),
            alone ? [] : [.. moved],
            !paths.IsEmpty || moved.Length > 0);
    }

    private static ImmutableArray<string> Ordered(IEnumerable<string> paths) =>
        [.. paths.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    // The manifests below the project's root that lie in none of today's folders and that the project does not list.
    private static (string Path, bool IsPresent)[] Elsewhere(
        GitRepository repository,
        string commit,
        string project,
        string[] folders,
        HashSet<string> listed
    ) =>
        [
            .. repository
                .Files(commit)
                .Where(f =>
                    f.Kind == GitFileKind.Plain && f.Path.EndsWith(SourceFiles.ManifestEnding, StringComparison.Ordinal)
                )
                .Select(f => f.Path)
                .Where(path => project.Length == 0 || path.StartsWith(project + "/", repository.Comparison))
                .Where(path => !folders.Contains(FolderOf(path), StringComparer.Ordinal) && !listed.Contains(path))
                .Select(path => (path, repository.IsPresent(path))),
        ];

    private static string FolderOf(string path) => path.LastIndexOf('/') is var slash and >= 0 ? path[..slash] : "";
}
