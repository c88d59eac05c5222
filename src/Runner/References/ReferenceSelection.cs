using PerfGate.Core.Baselines;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Runner.Git;

namespace PerfGate.Runner.References;

/// <summary>
/// Chooses between the baseline at the merge base, the one in the work tree, the base commit's kernels, and nothing.
/// </summary>
internal static class ReferenceSelection
{
    /// <summary>What the candidate is compared with. The policy in it is not resolved yet.</summary>
    /// <param name="situation">What is known.</param>
    /// <exception cref="PerfGateException">PG40xx: what was asked for is not there, or is refused.</exception>
    public static ResolvedReference Choose(ReferenceSituation situation) =>
        situation.Request.Choice switch
        {
            ReferenceChoice.None => Nothing(situation, "no comparison was asked for"),
            ReferenceChoice.Base => situation.Revision is not null
                ? BaseKernels(situation, "the base commit's kernels were asked for")
                : throw (
                    situation.Repository is null
                        ? RepositoryNeeded(situation.Request, "PerfGateReference=base")
                        : new PerfGateException(
                            DiagnosticCatalog.RevisionUnknown(
                                "HEAD",
                                $"has no base: {situation.WhyNone}. Name it with PerfGateBase."
                            ),
                            ExitCode.Usage
                        )
                ),
            ReferenceChoice.Baseline => FromBaseline(situation)
                ?? throw new PerfGateException(
                    DiagnosticCatalog.BaselineMissing(situation.Baseline.Path),
                    ExitCode.Usage
                ),
            ReferenceChoice.Auto => FromBaseline(situation) ?? WithoutBaseline(situation),
        };

    /// <summary>
    /// Whether the work tree's baseline counts. It does where there is no history to read another from, and in a
    /// developer's own loop: baseline measured, not yet committed, kernels being edited. A pull request always has
    /// commits, or a named base; one that adds a device's first baseline is compared with the base's kernels, unless a
    /// baseline was asked for.
    /// </summary>
    /// <param name="situation">What is known.</param>
    public static bool UsesWorkTree(ReferenceSituation situation) =>
        situation.Baseline.Present is not null
        && (
            situation.Revision is null
            || (
                situation.Baseline.Committed is null
                && (!situation.Revision.Binding || situation.Request.Choice == ReferenceChoice.Baseline)
            )
            || (situation.Revision is { IsHead: true, Binding: false } && situation.Baseline.Differs)
        );

    private static ResolvedReference? FromBaseline(ReferenceSituation situation)
    {
        var (revision, file) = (situation.Revision, situation.Baseline);
        var workTree = UsesWorkTree(situation);
        if ((workTree ? file.Present : file.Committed) is not { } text)
            return null;
        // The work tree's file may well be in order where the base's is not.
        var baseline = BaselineFile.Parse(
            text,
            workTree ? file.Path : $"{file.Path} at {revision!.Name}",
            situation.Request.DeviceSlug,
            situation.Project
        );
        // Only other projects have one.
        if (baseline is null)
            return null;
        var newest = baseline.Newest;
        var reason =
            !workTree ? $"the baseline of this device as committed at the merge base with {revision!.Name}"
            : situation.Repository is null
                ? "the baseline of this device as it is on disk: there is no git repository here"
            : revision is null
                ? $"the baseline of this device as it is in the work tree: there is no base to read another from, "
                    + $"because {situation.WhyNone}"
            : file.Committed is null
                ? $"the baseline of this device as it is in the work tree: the merge base with {revision.Name} has "
                    + $"none"
            : $"the baseline of this device as it is in the work tree: it differs from the one of {revision.Name}, "
                + $"and no commit was made since";
        return new()
        {
            Baseline = baseline,
            Policy = new(),
            MergeBase = revision?.MergeBase,
            TrialCommit = TrialCommit(situation, newest.Environment.Git?.Commit),
            Description = new()
            {
                Kind = ReferenceKind.Baseline,
                Reason = reason,
                Path = file.Path,
                Commit = newest.Environment.Git?.Commit,
                Tag = newest.Environment.Git?.Tag,
                MeasuredAt = newest.StartedAt,
            },
        };
    }

    private static string? TrialCommit(ReferenceSituation situation, string? measuredAt)
    {
        if (situation is not { Repository: { } repository, Revision: { } revision })
            return null;
        return NothingChanged(situation) && measuredAt is not null && repository.Resolve(measuredAt) is { } commit
            ? commit
            : revision.MergeBase;
    }

    // A refreshed baseline does not change what is measured.
    private static bool NothingChanged(ReferenceSituation situation) =>
        situation is { Repository: { } repository, Revision.IsHead: true }
        && !repository.State(repository.PathInTree(situation.Folder) is { } path ? [path] : [])!.Dirty;

    private static ResolvedReference WithoutBaseline(ReferenceSituation situation)
    {
        // A file that is there holds those of other projects.
        var none = situation.Baseline is { Committed: null, Present: null }
            ? "this device has no baseline"
            : "this project has no baseline of this device";
        if (situation.Revision is not { } revision)
        {
            return Nothing(situation, situation.Repository is null
                ? $"{none}, and {situation.WhyNone}"
                : $"{none}, and there is no base commit: {situation.WhyNone}");
        }

        return NothingChanged(situation)
            ? Nothing(situation, $"{none}, and nothing was changed since {revision.Name}")
            : BaseKernels(
                situation,
                $"{none} at the merge base with {revision.Name}, so that its kernels are run now"
            );
    }

    private static ResolvedReference BaseKernels(ReferenceSituation situation, string reason) => new()
    {
        Policy = new(),
        MergeBase = situation.Revision!.MergeBase,
        TrialCommit = situation.Revision.MergeBase,
        Description = new() { Kind = ReferenceKind.Base, Reason = reason, Commit = situation.Revision.MergeBase },
    };

    private static ResolvedReference Nothing(ReferenceSituation situation, string reason) => new()
    {
        Policy = new(),
        MergeBase = situation.Revision?.MergeBase,
        Description = new() { Kind = ReferenceKind.None, Reason = reason },
    };

    /// <summary>PG4013: what was asked for needs a repository, and there is none.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="what">What needs it.</param>
    public static PerfGateException RepositoryNeeded(ReferenceRequest request, string what) =>
        new(DiagnosticCatalog.RepositoryNeeded(request.Root, what), ExitCode.Usage);
}

/// <summary>All that the choice of a reference depends on.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Repository">The repository; null for none.</param>
/// <param name="Revision">The base; null for none.</param>
/// <param name="WhyNone">Why there is no base, a clause; null if there is one.</param>
/// <param name="Baseline">The baseline of the device, at the merge base and in the work tree.</param>
/// <param name="Folder">The folder of the baselines, absolute.</param>
internal sealed record ReferenceSituation(
    ReferenceRequest Request,
    GitRepository? Repository,
    BaseRevision? Revision,
    string? WhyNone,
    SteeringFile Baseline,
    string Folder
)
{
    /// <summary>The project whose baseline counts.</summary>
    public BaselineProject Project { get; } =
        new(Request.Project, path => File.Exists(Path.Combine(Path.GetFullPath(Request.Root), path)));
}
