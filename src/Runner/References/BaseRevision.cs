using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Git;

namespace PerfGate.Runner.References;

/// <summary>Where a branch left its base.</summary>
/// <param name="Head">The current commit, full SHA.</param>
/// <param name="MergeBase">The newest commit that it shares with its base, full SHA.</param>
/// <param name="Name">The base as it was found or named, for messages.</param>
/// <param name="Binding">
/// Whether somebody named the base: a pull request's runner, or the user. Then the work tree never wins.
/// </param>
internal sealed record BaseRevision(string Head, string MergeBase, string Name, bool Binding)
{
    /// <summary>Whether the current commit is part of the base: there is no branch, at most uncommitted work.</summary>
    public bool IsHead => Head == MergeBase;

    /// <summary>Finds the merge base of the current commit.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="request">What is known of the base.</param>
    /// <returns>
    /// The base; or, before the first commit and where the base is unknown, none and the reason as a clause.
    /// </returns>
    /// <exception cref="PerfGateException">
    /// PG4010, PG4011, PG4014, PG4021: the base is not there, its history is not, or its name is ambiguous. PG4020: in
    /// CI, several branches could be it.
    /// </exception>
    public static (BaseRevision? Revision, string? WhyNone) Find(GitRepository repository, ReferenceRequest request)
    {
        if (repository.Head is not { } head)
        {
            return request.NamesBase
                ? throw new PerfGateException(
                    DiagnosticCatalog.RevisionUnknown(
                        request.Base!,
                        "cannot be found: this repository has no commits."
                    ),
                    ExitCode.Usage
                )
                : (null, "the repository has no commits yet");
        }

        if (request.NamesBase)
            return (
                At(repository, head, NamedBase.Find(repository, request.Base!), binding: true, request.Base!),
                null
            );
        if (request.IsPullRequest)
            return (
                At(repository, head, NamedBase.OfPullRequest(repository, request.PullRequestBase!), binding: true),
                null
            );
        var branch = DefaultBranch.Find(repository);
        if (branch.Reference is { } reference)
            return (At(repository, head, reference, binding: false), null);
        if (repository.IsShallow)
        {
            throw new PerfGateException(
                DiagnosticCatalog.CloneTooShallow("the branch that this one comes from was not fetched."),
                ExitCode.Usage
            );
        }

        // With the files of the work tree a branch would be compared with itself, and a log of CI would not show it.
        return branch.IsUnclear && request.InCi
            ? throw new PerfGateException(DiagnosticCatalog.BaseUnclear(branch.WhyNot!), ExitCode.Usage)
            : (null, branch.WhyNot);
    }

    /// <summary>A reference by the name that people use: <c>origin/main</c>.</summary>
    /// <param name="reference">Its full name.</param>
    public static string Short(string reference) =>
        reference
            .Replace("refs/remotes/", "", StringComparison.Ordinal)
            .Replace("refs/heads/", "", StringComparison.Ordinal);

    private static BaseRevision At(
        GitRepository repository,
        string head,
        string revision,
        bool binding,
        string? name = null
    )
    {
        var shown = name ?? Short(revision);
        // What a user names may be any revision.
        if (name is null)
            repository.RequireCommitOf(revision);
        return repository.Resolve(revision) is { } tip && repository.MergeBase(head, tip) is { } mergeBase
            ? new(head, mergeBase, shown, binding)
            : throw new PerfGateException(
                repository.IsShallow
                    ? DiagnosticCatalog.CloneTooShallow(
                        $"the commit at which this branch left {shown} was not fetched."
                    )
                    : DiagnosticCatalog.NoMergeBase(shown),
                ExitCode.Usage
            );
    }
}
