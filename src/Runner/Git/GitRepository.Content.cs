using LibGit2Sharp;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;

namespace PerfGate.Runner.Git;

// What commits hold: their files, and the text of those that the gate reads.
internal sealed partial class GitRepository
{
    /// <summary>Finds a path of the work tree in a commit, through the symbolic links that the commit holds.</summary>
    /// <param name="commit">The commit's SHA.</param>
    /// <param name="path">Path relative to <see cref="WorkTree"/>, forward slashes; empty for the root.</param>
    /// <returns>The path without links; null if the commit does not have it.</returns>
    public string? Locate(string commit, string path) => Guarded(() => _paths.Locate(Commit(commit).Tree, path));

    /// <summary>Reads a file as it was committed.</summary>
    /// <param name="commit">The commit's SHA.</param>
    /// <param name="path">Path relative to <see cref="WorkTree"/>, forward slashes.</param>
    /// <returns>Its text; null if the commit does not have it.</returns>
    public string? ReadText(string commit, string path) =>
        Guarded(() =>
            Locate(commit, path) is { Length: > 0 } found && Commit(commit)[found]?.Target is Blob blob
                ? TextOf(blob, $"{path} at {commit}")
                : null
        );

    /// <summary>
    /// The names of the files directly in a folder, as committed; empty if the commit does not have it.
    /// </summary>
    public IReadOnlyList<string> FilesIn(string commit, string folder) => Guarded(() =>
        Locate(commit, folder) is { } found
            && (found.Length == 0 ? Commit(commit).Tree : Commit(commit)[found]?.Target as Tree) is { } tree
            ? tree.Where(e => e.TargetType == TreeEntryTargetType.Blob).Select(e => e.Name).ToArray()
            : []);

    /// <summary>Every file of a commit, ordered by path; a submodule is one entry.</summary>
    public IReadOnlyList<GitFile> Files(string commit) => Guarded(() =>
    {
        var files = new List<GitFile>();
        Collect(Commit(commit).Tree, "");
        return (IReadOnlyList<GitFile>)files;

        void Collect(Tree tree, string folder)
        {
            foreach (var entry in tree)
            {
                var path = folder + entry.Name;
                if (entry.TargetType == TreeEntryTargetType.Tree)
                    Collect((Tree)entry.Target, path + "/");
                else
                    files.Add(
                        new(path, entry.Target.Sha, KindOf(entry))
                        {
                            IsExecutable = entry.Mode == Mode.ExecutableFile,
                        });
            }
        }
    });

    /// <summary>Copies the content of a file of <see cref="Files"/>, as it was committed.</summary>
    /// <exception cref="PerfGateException">PG4011, PG4012: the object was not fetched, or is lost.</exception>
    public void CopyTo(GitFile file, Stream destination) => Guarded(() =>
    {
        using var content = (_repository.Lookup<Blob>(file.ObjectId)
            ?? throw new NotFoundException($"object {file.ObjectId} of {file.Path}")).GetContentStream();
        content.CopyTo(destination);
        return true;
    });

    // What the gate reads of a commit are baselines, policies and small settings.
    private static string TextOf(Blob blob, string name) =>
        blob.Size <= FileLimit.Baseline.MaximumBytes
            ? blob.GetContentText()
            : throw new PerfGateException(
                DiagnosticCatalog.FileTooLarge(
                    name,
                    "a file of the gate",
                    InputFile.Size(blob.Size),
                    InputFile.Size(FileLimit.Baseline.MaximumBytes),
                    FileLimit.Baseline.Remedy
                ),
                ExitCode.Usage
            );

    private static GitFileKind KindOf(TreeEntry entry) =>
        entry.Mode == Mode.SymbolicLink ? GitFileKind.Link
        : entry.TargetType == TreeEntryTargetType.GitLink ? GitFileKind.Submodule
        : GitFileKind.Plain;
}
