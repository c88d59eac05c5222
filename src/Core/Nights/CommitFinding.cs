using System.Collections.Immutable;
using System.Globalization;
using PerfGate.Core.Reports.Findings;
using PerfGate.Core.Reports.Text;
using PerfGate.Core.Text;

namespace PerfGate.Core.Nights;

/// <summary>
/// Changes of level behind which bisections found the same commit: one finding for a reader, with a list.
/// </summary>
/// <param name="Commits">
/// The commit; several where those between could not be tried, and all changes have the same ones.
/// </param>
/// <param name="Changes">The changes, the largest first; at least two.</param>
public sealed record CommitFinding(ImmutableArray<NamedCommit> Commits, ImmutableArray<LevelChange> Changes)
{
    /// <summary>What the changes have in common, in a sentence without its end, foreign text in it.</summary>
    public string Headline =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Changes.Length:N0} changes of level are of {Commit}, {Quantity.Change(Changes[0].Ratio)} at most"
        );

    /// <summary>
    /// The names of its cases, the largest change first, shortened; with devices where there are several.
    /// </summary>
    public string Names
    {
        get
        {
            var several = Changes.Select(c => c.First.Device).Distinct(StringComparer.Ordinal).Skip(1).Any();
            return SharedFinding.Listed([
                .. Changes.Select(c => several ? $"{c.First.Case} on {c.First.Device}" : c.First.Case),
            ]);
        }
    }

    private string Commit =>
        Commits.Length == 1
            ? $"commit {CommitName.Of(Commits[0].Sha)} ({Commits[0].Subject})"
            : $"one of {Commits.Length} commits ({string.Join(", ", Commits.Select(c => CommitName.Of(c.Sha)))})";

    /// <summary>
    /// The findings of a history, the newest first. A change that shares its commit with no other is in none.
    /// </summary>
    /// <param name="changes">The changes of all cases and devices.</param>
    /// <param name="commits">What bisections found.</param>
    public static ImmutableArray<CommitFinding> Of(IEnumerable<LevelChange> changes, NamedCommits commits) =>
        [
            .. changes
                .Select(c => (Change: c, Commits: commits.Of(c) ?? []))
                .Where(c => !c.Commits.IsEmpty)
                .GroupBy(c => string.Join(' ', c.Commits.Select(n => n.Sha)), StringComparer.Ordinal)
                .Where(g => g.Skip(1).Any())
                .OrderByDescending(g => g.Max(c => c.Change.First.At))
                .ThenBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => new CommitFinding(
                    g.First().Commits,
                    [
                        .. g.Select(c => c.Change)
                            .OrderByDescending(c => c.Ratio)
                            .ThenBy(c => c.First.Case, StringComparer.Ordinal)
                            .ThenBy(c => c.First.Device, StringComparer.Ordinal),
                    ]
                )),
        ];
}
