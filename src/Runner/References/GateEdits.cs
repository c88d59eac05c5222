using System.Collections.Immutable;
using System.Globalization;
using PerfGate.Core.Judgement;
using PerfGate.Core.Policy;
using PerfGate.Core.Text;
using PerfGate.Runner.Git;

namespace PerfGate.Runner.References;

/// <summary>
/// What a branch changes in the gate's own files; a verdict shows it, so that no reviewer overlooks it.
/// </summary>
internal static class GateEdits
{
    /// <summary>Lists the changed baselines, the changed policy, and the changed build files and workflows.</summary>
    /// <param name="repository">The repository; null for none.</param>
    /// <param name="revision">The merge base; null for none.</param>
    /// <param name="folder">The folder of the baselines, absolute.</param>
    /// <param name="policy">The policy on both sides.</param>
    /// <param name="used">The baseline of this device on both sides.</param>
    /// <param name="usesWorkTree">Whether the work tree's baseline is the reference.</param>
    /// <returns>One edit a file: baselines, policy, the others; each group ordered by path.</returns>
    public static ImmutableArray<GateEdit> List(
        GitRepository? repository,
        BaseRevision? revision,
        string folder,
        SteeringFile policy,
        SteeringFile used,
        bool usesWorkTree
    )
    {
        if (repository is null || revision is null)
            return [];
        var edits = ImmutableArray.CreateBuilder<GateEdit>();
        foreach (var file in Baselines(repository, revision, folder).Where(f => f.Differs))
        {
            var effect =
                file.Path != used.Path ? ""
                : usesWorkTree ? "; the reference is the work tree's"
                : "; the reference is the base's all the same";
            edits.Add(
                new(
                    file.Path,
                    $"{file.Path} {What(file)} since {revision.Name}{effect}",
                    Acts: file.Path == used.Path && usesWorkTree
                )
            );
        }

        if (policy.Differs)
        {
            var effect = revision is { IsHead: true, Binding: false }
                ? "; the work tree's is applied, since no commit was made"
                : "; the base's is applied all the same, but for what it accepts";
            edits.Add(
                new(
                    policy.Path,
                    $"{policy.Path} {What(policy)} since {revision.Name}{effect}",
                    Acts: revision is { IsHead: true, Binding: false }
                )
            );
        }

        edits.AddRange(WatchedFileEdits.List(repository, revision));

        return edits.ToImmutable();
    }

    /// <summary>A slow-down that the branch itself asks to have accepted.</summary>
    /// <param name="policy">The policy's path.</param>
    /// <param name="entry">The entry.</param>
    public static GateEdit Proposal(string policy, AcceptedSlowdown entry) =>
        new(
            policy,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{policy} newly accepts that {entry.Case} is up to {Numbers.Change(entry.MaximumRatio)}, "
                    + $"until {entry.Expires:yyyy-MM-dd}: {entry.Reason}"
            )
        );

    /// <summary>A changed check that the branch itself asks to have accepted.</summary>
    /// <param name="policy">The policy's path.</param>
    /// <param name="entry">The entry.</param>
    public static GateEdit Proposal(string policy, AcceptedCheckEdit entry) =>
        new(
            policy,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{policy} newly accepts that checks of {entry.Case} change, until {entry.Expires:yyyy-MM-dd}: "
                    + $"{entry.Reason}"
            )
        );

    /// <summary>A change of how the gate runs that the branch itself asks to have accepted.</summary>
    /// <param name="policy">The policy's path.</param>
    /// <param name="entry">The entry.</param>
    public static GateEdit Proposal(string policy, AcceptedGateEdit entry) =>
        new(
            policy,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{policy} newly accepts that {entry.Edit} decides how the gate runs, until "
                    + $"{entry.Expires:yyyy-MM-dd}: {entry.Reason}"
            )
        );

    private static string What(SteeringFile file) =>
        file.Committed is null ? "was added" : file.Present is null ? "was deleted" : "was changed";

    private static IEnumerable<SteeringFile> Baselines(GitRepository repository, BaseRevision revision, string folder)
    {
        if (repository.PathInTree(folder) is not { } path)
            return [];
        var committed = repository.FilesIn(revision.MergeBase, path);
        var present = Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Select(Path.GetFileName) : [];
        return committed.Union(present.OfType<string>(), StringComparer.Ordinal)
            .Where(name => name.EndsWith(".json", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => SteeringFile.Read(repository, revision.MergeBase, Path.Combine(folder, name)));
    }
}
