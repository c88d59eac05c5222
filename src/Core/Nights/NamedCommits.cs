using System.Collections.Immutable;

namespace PerfGate.Core.Nights;

/// <summary>What bisections found, at hand by the change of level that they looked at.</summary>
/// <param name="named">The lines of <c>commits.jsonl</c>; the last of a change counts.</param>
public sealed class NamedCommits(IEnumerable<NamedChange> named)
{
    private readonly Dictionary<(string Device, string Case, string Good, string Bad), NamedChange> _named = named
        .GroupBy(n => (n.Device, n.Case, n.Good, n.Bad))
        .ToDictionary(g => g.Key, g => g.Last());

    /// <summary>The commits behind a change; none where no bisection found one, null if none looked at it.</summary>
    /// <param name="change">The change.</param>
    public ImmutableArray<NamedCommit>? Of(LevelChange change) =>
        _named.GetValueOrDefault(
            (change.First.Device, change.First.Case, change.Before.Commit, change.First.Commit)
        )?.Commits;
}
