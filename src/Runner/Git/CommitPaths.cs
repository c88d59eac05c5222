using LibGit2Sharp;

namespace PerfGate.Runner.Git;

/// <summary>Finds paths in a commit's tree, through the symbolic links that the commit itself holds.</summary>
/// <param name="workTree">The root of the work tree, absolute.</param>
/// <param name="comparison">How the file system that the work tree lies on compares names.</param>
/// <param name="unknownToGit">Whether git does not know a path of the work tree, so that a link there is nobody's
/// commit.</param>
internal sealed class CommitPaths(string workTree, StringComparison comparison, Func<string, bool> unknownToGit)
{
    // As many as Linux follows before it reports a loop.
    private const int MostLinks = 40;

    /// <summary>Finds a file or folder.</summary>
    /// <param name="root">The commit's tree.</param>
    /// <param name="path">The path in the work tree, forward slashes; empty for the root.</param>
    /// <returns>The path without links, as the commit spells it; null if the commit does not have it.</returns>
    /// <remarks>
    /// What lies in a submodule keeps its spelling below the submodule: its files belong to another commit.
    /// </remarks>
    public string? Locate(Tree root, string path)
    {
        var left = new Stack<string>(path.Split('/').Reverse());
        var done = new List<(string Name, Tree Tree)>();
        var links = 0;
        while (left.TryPop(out var name))
        {
            if (name is "" or ".")
                continue;
            if (name == "..")
            {
                if (done.Count == 0)
                    return null;
                done.RemoveAt(done.Count - 1);
                continue;
            }

            var here = done.Count == 0 ? root : done[^1].Tree;
            if (Entry(here, name) is not { } entry)
            {
                if (Untracked(Joined(done, name)) is not { } physical || ++links > MostLinks)
                    return null;
                Restart(physical);
            }
            else if (entry.Mode == Mode.SymbolicLink)
            {
                if (++links > MostLinks)
                    return null;
                var target = ((Blob)entry.Target).GetContentText();
                if (!Path.IsPathRooted(target))
                    Push(target);
                else if (WorkTreePath.Relative(workTree, target, comparison) is { } inside)
                    Restart(inside);
                else
                    return null;
            }
            else if (entry.TargetType == TreeEntryTargetType.Tree)
            {
                done.Add((entry.Name, (Tree)entry.Target));
            }
            else
            {
                return entry.TargetType == TreeEntryTargetType.GitLink ? Joined(done, [entry.Name, .. left])
                    : left.All(rest => rest is "" or ".") ? Joined(done, entry.Name)
                    : null;
            }
        }

        return Joined(done);

        void Push(string target)
        {
            foreach (var part in target.Split('/').Reverse())
                left.Push(part);
        }

        void Restart(string target)
        {
            done.Clear();
            Push(target);
        }
    }

    // A folder that a person linked into the tree, and that is in no commit: where it leads to is what they mean. A
    // link that a commit brings
    // could be used to have the gate read another file of the base.
    private string? Untracked(string path)
    {
        var full = Path.Combine(workTree, path);
        return Directory.Exists(full) && new FileInfo(full).LinkTarget is not null && unknownToGit(path)
            && WorkTreePath.Relative(workTree, WorkTreePath.Physical(full), comparison) is { } target && target != path
            ? target
            : null;
    }

    // Git's trees tell names apart by case. Where the file system does not, a name that only one entry has in another
    // case is that entry.
    private TreeEntry? Entry(Tree tree, string name)
    {
        if (tree[name] is { } exact)
            return exact;
        if (comparison == StringComparison.Ordinal)
            return null;
        var alike = tree.Where(e => string.Equals(e.Name, name, comparison)).Take(2).ToArray();
        return alike.Length == 1 ? alike[0] : null;
    }

    private static string Joined(List<(string Name, Tree Tree)> done, params IEnumerable<string> rest) =>
        string.Join('/', done.Select(d => d.Name).Concat(rest));
}
