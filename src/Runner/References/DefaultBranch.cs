using PerfGate.Runner.Git;

namespace PerfGate.Runner.References;

/// <summary>The branch that changes are merged into, as far as a clone can tell without asking its remote.</summary>
/// <param name="Reference">Its full name, such as <c>refs/remotes/origin/main</c>; null if it is
/// unknown.</param>
/// <param name="WhyNot">Why it is unknown, a clause; null if it is known.</param>
internal sealed record DefaultBranch(string? Reference, string? WhyNot)
{
    private const int ShownBranches = 6;

    // In this order: where both are there, the first is the default.
    private static readonly string[] Usual = ["main", "master"];

    // None of these is more usual than another: two of them leave it open.
    private static readonly string[] Others = ["trunk", "mainline", "default", "develop", "development", "dev"];

    /// <summary>Whether there are branches that could be it, so that naming one is all that is missing.</summary>
    public bool IsUnclear { get; private init; }

    /// <summary>
    /// Finds it: what the remote calls its default, else a branch of the remote with a usual name, else the only branch
    /// of the remote besides
    /// the current one; without a remote, a local branch with a usual name.
    /// </summary>
    /// <param name="repository">The repository.</param>
    public static DefaultBranch Find(GitRepository repository)
    {
        var remotes = RemotesByWeight(repository);
        var recorded = remotes.Select(r => repository.TargetOf($"refs/remotes/{r}/HEAD")).OfType<string>().ToArray();
        if (recorded.Length > 0)
            return Agreed(repository, recorded);
        var branches = remotes
            .SelectMany(r => repository.ReferencesBelow($"refs/remotes/{r}/").Select(b => (Remote: r, Branch: b)))
            .ToArray();
        if (branches.Length == 0)
            return Local(repository);
        foreach (var usual in Usual)
        {
            if (branches.Where(b => b.Branch == usual).Select(Full).ToArray() is { Length: > 0 } found)
                return Agreed(repository, found);
        }

        var others = branches.Where(b => Others.Contains(b.Branch, StringComparer.Ordinal)).Select(Full).ToArray();
        if (others.Length > 0)
            return Agreed(repository, others);
        // A clone of one branch alone has that branch only, and it is the change itself more often than what it is
        // merged into.
        var apart = branches
            .Where(b => b.Branch != repository.CurrentBranch && repository.Resolve(Full(b)) != repository.Head)
            .Select(Full).ToArray();
        return branches.Length == 1 && apart.Length == 1 ? new(apart[0], null) : Unclear([.. branches.Select(Full)]);
    }

    /// <summary>
    /// The remotes to look at: <c>origin</c>, else the one that the current branch follows, else all.
    /// </summary>
    /// <param name="repository">The repository.</param>
    public static IReadOnlyList<string> RemotesByWeight(GitRepository repository)
    {
        var remotes = repository.Remotes;
        var preferred = new[] { "origin", repository.CurrentRemote }
            .FirstOrDefault(r => r is not null && remotes.Contains(r, StringComparer.Ordinal));
        return preferred is null ? remotes : [preferred];
    }

    private static DefaultBranch Local(GitRepository repository)
    {
        var local = repository.ReferencesBelow("refs/heads/");
        if (Usual.FirstOrDefault(local.Contains) is { } usual)
            return new("refs/heads/" + usual, null);
        var others = local
            .Where(b => Others.Contains(b, StringComparer.Ordinal))
            .Select(b => "refs/heads/" + b)
            .ToArray();
        return others.Length > 0 ? Agreed(repository, others)
            : local.Any(b => b != repository.CurrentBranch) ? Unclear([.. local.Select(b => "refs/heads/" + b)])
            : new(null, "there is no other branch and no remote");
    }

    // Several names of one commit are as good as one.
    private static DefaultBranch Agreed(GitRepository repository, string[] references) =>
        references.Select(repository.Resolve).Distinct(StringComparer.Ordinal).Count() == 1
            ? new(references[0], null)
            : Unclear(references);

    private static DefaultBranch Unclear(string[] references)
    {
        var names = string.Join(", ", references.Take(ShownBranches).Select(BaseRevision.Short))
            + (references.Length > ShownBranches ? ", ..." : "");
        return new(null, references.Length == 1
            ? $"{names} is the only branch of a remote here, and whether it is the default branch is not recorded"
            : $"which branch is the default is not recorded here, and it may be any of {names}")
        {
            IsUnclear = true,
        };
    }

    private static string Full((string Remote, string Branch) branch) =>
        $"refs/remotes/{branch.Remote}/{branch.Branch}";
}
