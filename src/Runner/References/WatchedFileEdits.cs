using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Judgement;
using PerfGate.Runner.Git;

namespace PerfGate.Runner.References;

/// <summary>The build files and workflows that a branch changes.</summary>
internal static class WatchedFileEdits
{
    /// <summary>Lists them, each with the settings of the gate that it changes.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="revision">The merge base.</param>
    /// <returns>One edit a file, ordered by path. Line ends and files that git does not know do not count.</returns>
    public static ImmutableArray<GateEdit> List(GitRepository repository, BaseRevision revision) =>
        [
            .. from path in repository.ChangedSince(revision.MergeBase)
            where WatchedFiles.Of(path) is not null
            let file = Read(repository, revision, path)
            where file is null || file.Differs
            select new GateEdit(
                path,
                $"{path} {(file is null ? "was changed" : What(file))} since {revision.Name}{Settings(file)}",
                Acts: true
            ),
        ];

    private static string Settings(SteeringFile? file) =>
        file is null
            ? ""
            : string.Concat(
                GateProperties.Changes(file.Committed, file.Present).Select((c, i) => (i == 0 ? ": " : ", ") + c)
            );

    private static string What(SteeringFile file) =>
        file.Committed is null ? "was added" : file.Present is null ? "was deleted" : "was changed";

    // In a partial clone the old text may not be there: that it changed is known all the same.
    private static SteeringFile? Read(GitRepository repository, BaseRevision revision, string path)
    {
        try
        {
            return SteeringFile.Read(repository, revision.MergeBase, Path.Combine(repository.WorkTree, path));
        }
        catch (PerfGateException)
        {
            return null;
        }
    }
}
