using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Git;

namespace PerfGate.Runner.References;

/// <summary>Finds the base that somebody named.</summary>
internal static class NamedBase
{
    /// <summary>
    /// The revision that a user names, as git spells revisions. A short name may be a tag, a local branch or
    /// the beginning of a SHA, but only one of them. If it is none of these, it is a branch of a remote.
    /// </summary>
    /// <param name="repository">The repository.</param>
    /// <param name="name">The name.</param>
    /// <returns>A revision that git resolves to one commit.</returns>
    /// <exception cref="PerfGateException">PG4010, PG4011: there is no such revision. PG4021: there are
    /// several.</exception>
    public static string Find(GitRepository repository, string name)
    {
        var known = new[] { $"refs/tags/{name}", $"refs/heads/{name}" }
            .Select(reference => (Name: reference, Commit: repository.Resolve(reference)))
            .Append((Name: $"the commit {name}", Commit: repository.CommitBySha(name)))
            .Where(c => c.Commit is not null)
            .ToArray();
        if (known.Length > 0)
            return One(name, known!);
        return repository.Resolve(name) is not null
            ? name
            : OfARemote(repository, name) ?? throw NotThere(repository, name);
    }

    /// <summary>
    /// The branch that a pull request wants to go into. A runner says 'main' and has fetched it as origin/main; a local
    /// main there may be anything,
    /// and counts only where no remote has one.
    /// </summary>
    /// <param name="repository">The repository.</param>
    /// <param name="branch">The branch's short name.</param>
    /// <returns>The full name of a reference.</returns>
    /// <exception cref="PerfGateException">PG4010, PG4011: it was not fetched. PG4021: several remotes have it, at
    /// different commits.</exception>
    public static string OfPullRequest(GitRepository repository, string branch) =>
        OfARemote(repository, branch)
        ?? (repository.Resolve($"refs/heads/{branch}") is not null
            ? $"refs/heads/{branch}"
            : throw NotThere(repository, branch));

    private static string? OfARemote(GitRepository repository, string branch)
    {
        var found = DefaultBranch.RemotesByWeight(repository)
            .Select(remote => $"refs/remotes/{remote}/{branch}")
            .Select(reference => (Name: reference, Commit: repository.Resolve(reference)))
            .Where(c => c.Commit is not null)
            .ToArray();
        return found.Length == 0 ? null : One(branch, found!);
    }

    // Several names of one commit are as good as one.
    private static string One(string name, (string Name, string Commit)[] found) =>
        found.Select(c => c.Commit).Distinct(StringComparer.Ordinal).Count() > 1
            ? throw new PerfGateException(
                DiagnosticCatalog.RevisionAmbiguous(name, found.Select(c => $"{c.Name} ({c.Commit[..12]})")),
                ExitCode.Usage
            )
        : found[0].Name.StartsWith("refs/", StringComparison.Ordinal) ? found[0].Name
        : found[0].Commit;

    private static PerfGateException NotThere(GitRepository repository, string name) =>
        new(
            repository.IsShallow
                ? DiagnosticCatalog.CloneTooShallow($"the base '{name}' was not fetched.")
                : DiagnosticCatalog.RevisionUnknown(
                    name,
                    "cannot be found here. Fetch it, or name another with PerfGateBase."
                ),
            ExitCode.Usage
        );
}
