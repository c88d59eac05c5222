using LibGit2Sharp;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Measurements;

namespace PerfGate.Runner.Git;

/// <summary>A git repository, read only: nothing here touches its work tree, its index or its references.</summary>
internal sealed partial class GitRepository : IDisposable
{
    private readonly Repository _repository;
    private readonly CommitPaths _paths;
    private readonly Lazy<IReadOnlySet<string>> _leftOut;

    private GitRepository(Repository repository)
    {
        _repository = repository;
        WorkTree = Path.TrimEndingDirectorySeparator(Path.GetFullPath(repository.Info.WorkingDirectory));
        Comparison = repository.Config.Get<bool>("core.ignorecase") is { Value: true }
            ? StringComparison.OrdinalIgnoreCase
            : StringComparison.Ordinal;
        _paths = new(WorkTree, Comparison, path => Head is not { } head || Commit(head)[path] is null);
        _leftOut = new(() => SkippedEntries.Of(Path.Combine(repository.Info.Path, "index")));
    }

    /// <summary>
    /// How the file system that the work tree lies on compares names, as git found when the repository was made.
    /// </summary>
    public StringComparison Comparison { get; }

    /// <summary>The root of the work tree, absolute, symbolic links resolved by git.</summary>
    public string WorkTree { get; }

    /// <summary>Whether history ends somewhere because it was not fetched.</summary>
    public bool IsShallow => _repository.Info.IsShallow;

    /// <summary>The current commit; null before the first one.</summary>
    /// <exception cref="PerfGateException">PG4011, PG4012: it was not fetched, or is lost.</exception>
    public string? Head =>
        Guarded(() => _repository.Info.IsHeadUnborn ? null : _repository.Head.Tip?.Sha ?? throw Lost("HEAD"));

    /// <summary>
    /// Opens the repository that a folder lies in, from any depth, in a linked work tree or a submodule too.
    /// </summary>
    /// <param name="folder">A folder.</param>
    /// <returns>The repository; null if the folder lies in none.</returns>
    /// <exception cref="PerfGateException">PG4012: there is one, and it cannot be opened.</exception>
    public static GitRepository? Open(string folder)
    {
        try
        {
            // libgit2 walks past a marker that leads nowhere, as if there were no repository, or into the next one
            // above.
            if (GitMarker.Broken(folder) is { } broken)
                throw new PerfGateException(
                    DiagnosticCatalog.RepositoryUnusable(broken.Path, $"{broken.Why}."),
                    ExitCode.Usage
                );
            if (Repository.Discover(folder) is not { } found)
                return null;
            var repository = new Repository(found);
            if (!repository.Info.IsBare)
                return new(repository);
            repository.Dispose();
            return null;
        }
        catch (LibGit2SharpException e)
        {
            throw GitFailure.ToException(folder, e);
        }
    }

    /// <summary>The commit, tag and branch that are checked out.</summary>
    /// <param name="ignored">
    /// Folders relative to <see cref="WorkTree"/> whose changes do not make the tree dirty; the work tree itself, as an
    /// empty path, hides nothing.
    /// </param>
    /// <returns>The state; null before the first commit.</returns>
    public GitState? State(params IReadOnlyCollection<string> ignored) => Guarded(() =>
    {
        if (Head is not { } head)
            return null;
        // As 'git describe --dirty' sees it: a file that git does not know cannot differ from the commit.
        var status = _repository.RetrieveStatus(new StatusOptions
        {
            IncludeUntracked = false,
            IncludeIgnored = false,
            Show = StatusShowOption.IndexAndWorkDir,
        });
        var dirty = status.Any(entry => (entry.State & ~Overlooked(entry.FilePath)) != FileStatus.Unaltered
            && !ignored.Any(folder => entry.FilePath.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal)))
            || _leftOut.Value.Any(path => IsEditedAndOverlooked(head, path));
        return new GitState(
            head, dirty, TagOf(head), _repository.Info.IsHeadDetached ? null : _repository.Head.FriendlyName);
    });

    // That a sparse checkout leaves a file out is no deletion.
    private FileStatus Overlooked(string path) =>
        FileStatus.Ignored | (_leftOut.Value.Contains(path) ? FileStatus.DeletedFromWorkdir : FileStatus.Unaltered);

    /// <summary>The newest tag, by version, that points at a commit; null for none.</summary>
    public string? TagOf(string commit) => Guarded(() => _repository.Tags
        .Where(tag => tag.PeeledTarget?.Sha == commit)
        .Select(tag => tag.FriendlyName)
        .Order(TagOrder.Instance)
        .LastOrDefault());

    /// <summary>The tags that point at commits, by version, with those commits' full SHAs.</summary>
    public IReadOnlyList<(string Name, string Commit)> Tags() => Guarded(() => _repository.Tags
        .Select(tag => (tag.FriendlyName, (tag.PeeledTarget as Commit)?.Sha))
        .Where(tag => tag.Sha is not null)
        .Select(tag => (tag.FriendlyName, tag.Sha!))
        .OrderBy(tag => tag.FriendlyName, TagOrder.Instance)
        .ToArray());

    /// <summary>Resolves a revision, as git spells them, to a commit.</summary>
    /// <returns>Its full SHA; null if there is no such commit.</returns>
    public string? Resolve(string revision) =>
        Guarded(() =>
        {
            if (string.IsNullOrWhiteSpace(revision))
                return null;
            try
            {
                return _repository.Lookup(revision)?.Peel<Commit>()?.Sha;
            }
            catch (Exception e)
                when (e is InvalidSpecificationException or AmbiguousSpecificationException or NotFoundException)
            {
                return null;
            }
        });

    /// <summary>Requires that the commit of a reference is there, where there is such a reference.</summary>
    /// <param name="reference">Its full name.</param>
    /// <exception cref="PerfGateException">PG4011, PG4012: it was not fetched, or is lost.</exception>
    public void RequireCommitOf(string reference) =>
        Guarded(() =>
            _repository.Refs[reference] is not null && Resolve(reference) is null ? throw Lost(reference) : reference);

    // libgit2 finds nothing in a damaged pack, as if nothing had ever been there.
    private NotFoundException Lost(string reference) =>
        new($"{reference}, commit {_repository.Refs[reference]?.ResolveToDirectReference()?.TargetIdentifier}");

    /// <summary>The newest commit that two commits have in common; null if they have none.</summary>
    public string? MergeBase(string one, string other) => Guarded(() =>
        _repository.ObjectDatabase.FindMergeBase(Commit(one), Commit(other))?.Sha);

    /// <summary>The branch that is checked out, without <c>refs/heads/</c>; null if the head is detached.</summary>
    public string? CurrentBranch =>
        Guarded(() => _repository.Info.IsHeadDetached ? null : _repository.Head.FriendlyName);

    /// <summary>The remote that the current branch follows; null if it follows none.</summary>
    public string? CurrentRemote => Guarded(() => _repository.Info.IsHeadDetached ? null : _repository.Head.RemoteName);

    /// <summary>The names of the remotes.</summary>
    public IReadOnlyList<string> Remotes => Guarded(() => _repository.Network.Remotes.Select(r => r.Name).ToArray());

    /// <summary>What follows a prefix in the names of the references below it, <c>HEAD</c> left out, ordered.</summary>
    /// <param name="prefix">Such as <c>refs/remotes/origin/</c>.</param>
    public IReadOnlyList<string> ReferencesBelow(string prefix) => Guarded(() => _repository.Refs
        .Where(r => r.CanonicalName.StartsWith(prefix, StringComparison.Ordinal))
        .Select(r => r.CanonicalName[prefix.Length..])
        .Where(name => name != "HEAD")
        .Order(StringComparer.Ordinal)
        .ToArray());

    /// <summary>
    /// What a symbolic reference points at; null if there is no such one, or its target is not there.
    /// </summary>
    public string? TargetOf(string reference) =>
        Guarded(() =>
            _repository.Refs[reference] is SymbolicReference { Target: { } target }
            && Resolve(target.CanonicalName) is not null
                ? target.CanonicalName
                : null
        );

    /// <summary>
    /// The commit whose SHA begins with a text of at least four hexadecimal digits; null if there is none, or more
    /// than one.
    /// </summary>
    /// <remarks>
    /// By the form that 'git describe' prints, which libgit2 reads as a SHA and never as the name of a reference.
    /// </remarks>
    public string? CommitBySha(string text) =>
        text.Length is >= 4 and <= 64 && text.All(char.IsAsciiHexDigit) ? Resolve($"sha-0-g{text}") : null;

    /// <summary>
    /// The commits from one to another along first parents, oldest first: without <paramref name="good"/>, with
    /// <paramref name="bad"/>.
    /// </summary>
    /// <exception cref="PerfGateException">PG4014: the first is not an ancestor of the other.</exception>
    public IReadOnlyList<GitCommit> Between(string good, string bad) => Guarded(() =>
    {
        if (MergeBase(good, bad) != good)
            throw new PerfGateException(DiagnosticCatalog.NotAnAncestor(good, bad), ExitCode.Usage);
        var commits = new List<GitCommit>();
        var merged = _repository.Commits.QueryBy(new CommitFilter
        {
            IncludeReachableFrom = Commit(bad),
            ExcludeReachableFrom = Commit(good),
            SortBy = CommitSortStrategies.Topological | CommitSortStrategies.Time,
            FirstParentOnly = true,
        });
        foreach (var commit in merged)
            commits.Add(new(commit.Sha, commit.MessageShort, commit.Author.Name, commit.Author.When));
        commits.Reverse();
        return (IReadOnlyList<GitCommit>)commits;
    });

    /// <summary>A path as git names it.</summary>
    /// <param name="path">A file or folder, absolute or relative to the current directory; need not exist.</param>
    /// <returns>
    /// The path relative to <see cref="WorkTree"/>, forward slashes, empty for the root; null if it lies outside.
    /// </returns>
    public string? PathInTree(string path) => WorkTreePath.Relative(WorkTree, path, Comparison);

    /// <summary>Opens the submodule at a path; null if there is none or it is not checked out.</summary>
    public GitRepository? Submodule(string path) =>
        Directory.Exists(Path.Combine(WorkTree, path)) && Open(Path.Combine(WorkTree, path)) is { } inner
            && inner.WorkTree != WorkTree ? inner : null;

    /// <inheritdoc/>
    public void Dispose() => _repository.Dispose();

    /// <summary>Runs something against libgit2 and turns what it throws into a diagnostic.</summary>
    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (LibGit2SharpException e)
        {
            throw GitFailure.ToException(WorkTree, e, IsShallow);
        }
    }

    private Commit Commit(string sha) => _repository.Lookup<Commit>(sha)
        ?? throw new PerfGateException(
            IsShallow
                ? DiagnosticCatalog.CloneTooShallow($"the commit {sha} was not fetched.")
                : DiagnosticCatalog.RevisionUnknown(sha, "names no commit of this repository."),
            ExitCode.Usage);
}
