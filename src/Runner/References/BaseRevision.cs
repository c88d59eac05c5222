using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Git;

namespace PerfGate.Runner.References;

/// <summary>Where a branch left its base.</summary>
/// <param name="Head">The current commit, full SHA.</param>
/// <param name="MergeBase">The newest commit that it shares with its base, full SHA.</param>
/// <param name="Name">The base as it was found or named, for messages.</param>
/// <param name="Binding">Whether somebody named the base: a pull request's runner, or the user. Then the work tree never wins.</param>
internal sealed record BaseRevision(string Head, string MergeBase, string Name, bool Binding)
{
    /// <summary>Whether the current commit is part of the base: there is no branch, at most uncommitted work.</summary>
    public bool IsHead => Head == MergeBase;

    /// <summary>Finds the merge base of the current commit.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="named">The base that the user named; null or empty for none.</param>
    /// <param name="pullRequestBase">The branch that a pull request wants to go into; null or empty for none.</param>
    /// <returns>The base; null before the first commit, and where no base can be told.</returns>
    /// <exception cref="PerfGateException">PG4010, PG4011, PG4014: the base is not there, or its history is not.</exception>
    public static BaseRevision? Find(GitRepository repository, string? named, string? pullRequestBase)
    {
        var binding = !string.IsNullOrWhiteSpace(named) || !string.IsNullOrWhiteSpace(pullRequestBase);
        if (repository.Head is not { } head)
        {
            return !string.IsNullOrWhiteSpace(named)
                ? throw new PerfGateException(
                    DiagnosticCatalog.RevisionUnknown(named, "cannot be found: this repository has no commits."), ExitCode.Usage)
                : null;
        }

        var name = Named(repository, named, pullRequestBase)
            ?? repository.RemoteDefault()
            ?? repository.FirstKnown("refs/heads/main", "refs/heads/master");
        if (name is null)
        {
            return repository.IsShallow
                ? throw new PerfGateException(
                    DiagnosticCatalog.CloneTooShallow("the branch that this one comes from was not fetched."), ExitCode.Usage)
                : null;
        }

        var mergeBase = repository.Resolve(name) is { } tip ? repository.MergeBase(head, tip) : null;
        return mergeBase is not null
            ? new(head, mergeBase, Short(name), binding)
            : throw new PerfGateException(
                repository.IsShallow
                    ? DiagnosticCatalog.CloneTooShallow($"the commit at which this branch left {Short(name)} was not fetched.")
                    : DiagnosticCatalog.NoMergeBase(Short(name)),
                ExitCode.Usage);
    }

    private static string? Named(GitRepository repository, string? named, string? pullRequestBase)
    {
        var wanted = !string.IsNullOrWhiteSpace(named) ? named : pullRequestBase;
        if (string.IsNullOrWhiteSpace(wanted))
            return null;
        // A runner says 'main' and has fetched it as origin/main; a local main there may be anything.
        var candidates = string.IsNullOrWhiteSpace(named)
            ? new[] { $"refs/remotes/origin/{wanted}", $"refs/heads/{wanted}" }
            : [wanted, $"refs/remotes/origin/{wanted}"];
        return repository.FirstKnown(candidates)
            ?? throw new PerfGateException(
                repository.IsShallow
                    ? DiagnosticCatalog.CloneTooShallow($"the base '{wanted}' was not fetched.")
                    : DiagnosticCatalog.RevisionUnknown(wanted, "cannot be found here. Fetch it, or name another with PerfGateBase."),
                ExitCode.Usage);
    }

    private static string Short(string name) => name
        .Replace("refs/remotes/", "", StringComparison.Ordinal)
        .Replace("refs/heads/", "", StringComparison.Ordinal);
}
