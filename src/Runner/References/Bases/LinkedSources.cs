using PerfGate.Runner.Git;

namespace PerfGate.Runner.References.Bases;

/// <summary>What has to go along with the sources of a commit because symbolic links lead to or through it.</summary>
internal static class LinkedSources
{
    /// <summary>
    /// Finds links to folders with sources, wherever they lie, since an include directory may go through one; and
    /// whatever the links among the
    /// sources point at, a table of values in another folder say.
    /// </summary>
    /// <param name="repository">The repository.</param>
    /// <param name="commit">The commit's full SHA.</param>
    /// <param name="sources">The paths that go along already.</param>
    /// <param name="manifestFolders">Folders with manifests: of a folder that is linked into one of them all files go
    /// along.</param>
    /// <returns>Further files and links, ordered by path.</returns>
    public static IReadOnlyList<GitFile> Of(
        GitRepository repository,
        string commit,
        IReadOnlyCollection<string> sources,
        IReadOnlyCollection<string> manifestFolders
    )
    {
        var files = repository.Files(commit);
        var links = files.Where(f => f.Kind == GitFileKind.Link)
            .Select(link => (Link: link, Target: repository.Locate(commit, link.Path)))
            .Where(l => l.Target is not null)
            .ToArray();
        var known = sources.ToHashSet(StringComparer.Ordinal);
        if (links.Length == 0)
            return [];
        bool grows;
        do
        {
            grows = false;
            foreach (var (link, target) in links)
            {
                if (!known.Contains(link.Path) && known.Any(path => IsBelow(path, target!)))
                    grows |= known.Add(link.Path);
                if (!known.Contains(link.Path))
                    continue;
                var whole = manifestFolders.Any(folder => folder.Length > 0 && IsBelow(link.Path, folder));
                foreach (var file in files.Where(f => f.Path == target || (whole && IsBelow(f.Path, target!))))
                    grows |= file.Kind != GitFileKind.Submodule && known.Add(file.Path);
            }
        }
        while (grows);
        known.ExceptWith(sources);
        return [.. files.Where(f => known.Contains(f.Path))];
    }

    private static bool IsBelow(string path, string folder) => path.StartsWith(folder + "/", StringComparison.Ordinal);
}
