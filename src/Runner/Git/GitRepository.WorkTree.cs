using LibGit2Sharp;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;

namespace PerfGate.Runner.Git;

// What the work tree holds: its changes, and the files that a sparse checkout leaves out of it.
internal sealed partial class GitRepository
{
    /// <summary>
    /// The files in which the work tree differs from a commit, ordered by path. Files that git does not know are left
    /// out: a build writes such. A file that a sparse checkout leaves out is as git's index has it.
    /// </summary>
    /// <param name="commit">The commit's SHA.</param>
    public IReadOnlyList<string> ChangedSince(string commit) => Guarded(() =>
    {
        var leftOut = _leftOut.Value;
        var changed = Changed(commit, DiffTargets.Index | DiffTargets.WorkingDirectory);
        return (IReadOnlyList<string>)(
            leftOut.Count == 0
                ? changed
                : changed.Where(path => !leftOut.Contains(path))
                    .Concat(Changed(commit, DiffTargets.Index).Where(leftOut.Contains))
                    .Concat(leftOut.Where(path => IsEditedAndOverlooked(commit, path)))
                    .Distinct()
        ).Order(StringComparer.Ordinal).ToArray();
    });

    // libgit2 does not look at a file that bears the mark. One that is there all the same counts as it is.
    private bool IsEditedAndOverlooked(string commit, string path)
    {
        var file = new FileInfo(Path.Combine(WorkTree, path));
        if (!file.Exists)
            return false;
        if (Commit(commit)[path]?.Target is not Blob blob)
            return true;
        return Math.Max(blob.Size, file.Length) > FileLimit.Baseline.MaximumBytes
            ? blob.Size != file.Length
            : blob.GetContentText().ReplaceLineEndings()
                != InputFile.Text(file.FullName, FileLimit.Baseline).ReplaceLineEndings();
    }

    /// <summary>The first file below one of some folders that git tracks, by its path; null for none.</summary>
    /// <param name="folders">The folders, absolute; those outside of the work tree hold none.</param>
    public string? TrackedBelow(IEnumerable<string> folders) => Guarded(() =>
    {
        var paths = folders.Select(PathInTree).OfType<string>().Select(p => p.Length == 0 ? p : p + "/").ToList();
        return _repository
            .Index.Select(e => e.Path)
            .Where(file => paths.Any(p => file.StartsWith(p, Comparison)))
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();
    });

    /// <summary>Whether a file is in the work tree, or would be there if no sparse checkout left it out.</summary>
    /// <param name="path">Path relative to <see cref="WorkTree"/>, forward slashes.</param>
    public bool IsPresent(string path) =>
        File.Exists(Path.Combine(WorkTree, path)) || Guarded(() => _leftOut.Value.Contains(path));

    /// <summary>Reads a file that a sparse checkout leaves out of the work tree, as git's index has it.</summary>
    /// <param name="path">Path relative to <see cref="WorkTree"/>, forward slashes.</param>
    /// <returns>Its text; null if it is not left out.</returns>
    /// <exception cref="PerfGateException">PG4011, PG4012: the object was not fetched, or is lost.</exception>
    public string? TextLeftOut(string path) =>
        Guarded(() =>
            _leftOut.Value.Contains(path) && _repository.Index[path] is { } entry
                ? TextOf(
                    _repository.Lookup<Blob>(entry.Id) ?? throw new NotFoundException($"object {entry.Id} of {path}"),
                    path
                )
                : null
        );

    private string[] Changed(string commit, DiffTargets targets)
    {
        using var changes = _repository.Diff.Compare<TreeChanges>(
            Commit(commit).Tree, targets, null, null,
            // A renamed file is one that is gone and one that is new.
            new CompareOptions { Similarity = SimilarityOptions.None });
        return
        [
            .. changes
                .Where(c => c.Status is not (ChangeKind.Unmodified or ChangeKind.Untracked or ChangeKind.Ignored))
                .Where(c => c.Status != ChangeKind.Added || _repository.Index[c.Path] is not null)
                .Select(c => c.Path.Replace('\\', '/')),
        ];
    }
}
