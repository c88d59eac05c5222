using PerfGate.Core.Baselines;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Judgement;
using PerfGate.Runner.Git;

namespace PerfGate.Runner.References;

/// <summary>
/// Chooses what a candidate is compared with and judged by, so that a branch cannot move its own goalposts: baseline and
/// policy come from the merge base wherever there is one and the branch has commits of its own.
/// </summary>
/// <param name="readPolicy">From a policy's text and path to the policy; throws where it is refused.</param>
internal sealed class ReferenceResolver(Func<string, string, GatePolicy> readPolicy)
{
    /// <summary>Resolves a reference.</summary>
    /// <exception cref="PerfGateException">PG40xx: the base or its history is not there, or a baseline is refused.</exception>
    public ResolvedReference Resolve(ReferenceRequest request)
    {
        var root = Path.GetFullPath(request.Root);
        var folder = Path.GetFullPath(request.BaselinesFolder, root);
        using var repository = GitRepository.Open(root);
        var revision = Revision(repository, request);
        var policy = GateInput.Read(repository, revision?.MergeBase, Path.GetFullPath(request.PolicyPath, root));
        var baseline = GateInput.Read(repository, revision?.MergeBase, BaselineFile.PathOf(folder, request.DeviceSlug));
        var scene = new Scene(request, repository, revision, baseline, folder);
        var chosen = Choose(scene);
        var (inForce, proposed) = PolicyOf(revision, policy);
        return chosen with
        {
            Policy = inForce,
            GateEdits =
            [
                .. GateEdits.List(repository, revision, folder, policy, baseline, UsesWorkTree(scene)),
                .. proposed.Select(entry => GateEdits.Proposal(policy.Path, entry)),
                .. revision is null ? [] : inForce.AcceptedCheckEdits.Select(entry => GateEdits.Proposal(policy.Path, entry)),
            ],
        };
    }

    /// <summary>The policy in force, for what has to be known before the device is opened.</summary>
    /// <exception cref="PerfGateException">As <see cref="Resolve"/>.</exception>
    public GatePolicy Policy(ReferenceRequest request)
    {
        var root = Path.GetFullPath(request.Root);
        using var repository = GitRepository.Open(root);
        var revision = Revision(repository, request);
        return PolicyOf(revision, GateInput.Read(repository, revision?.MergeBase, Path.GetFullPath(request.PolicyPath, root))).InForce;
    }

    private static BaseRevision? Revision(GitRepository? repository, ReferenceRequest request) =>
        repository is null || request.Choice == ReferenceChoice.None && string.IsNullOrWhiteSpace(request.Base)
            ? FindLeniently(repository, request)
            : BaseRevision.Find(repository, request.Base, request.PullRequestBase);

    // Who compares with nothing needs no base, so that a missing one is no reason to stop; the policy is still the base's where it is there.
    private static BaseRevision? FindLeniently(GitRepository? repository, ReferenceRequest request)
    {
        if (repository is null)
            return null;
        try
        {
            return BaseRevision.Find(repository, request.Base, request.PullRequestBase);
        }
        catch (PerfGateException) when (string.IsNullOrWhiteSpace(request.PullRequestBase))
        {
            return null;
        }
    }

    private sealed record Scene(
        ReferenceRequest Request, GitRepository? Repository, BaseRevision? Revision, GateInput Baseline, string Folder);

    private static ResolvedReference Choose(Scene scene) => scene.Request.Choice switch
    {
        ReferenceChoice.None => Nothing(scene, "no comparison was asked for"),
        ReferenceChoice.Base => scene.Revision is not null
            ? BaseKernels(scene, "the base commit's kernels were asked for")
            : throw new PerfGateException(
                scene.Repository is null
                    ? DiagnosticCatalog.RepositoryNeeded(scene.Request.Root, "PerfGateReference=base")
                    : DiagnosticCatalog.RevisionUnknown("HEAD", "has no base: there are no commits, or no branch that could be one. Name it with PerfGateBase."),
                ExitCode.Usage),
        ReferenceChoice.Baseline => FromBaseline(scene)
            ?? throw new PerfGateException(DiagnosticCatalog.BaselineMissing(scene.Baseline.Path), ExitCode.Usage),
        _ => FromBaseline(scene) ?? WithoutBaseline(scene),
    };

    /// <summary>
    /// Whether the work tree's baseline counts. It does where there is no history to read another from, and in a developer's own
    /// loop: baseline measured, not yet committed, kernels being edited. A pull request always has commits, or a named base;
    /// one that adds a device's first baseline is compared with the base's kernels, unless a baseline was asked for.
    /// </summary>
    private static bool UsesWorkTree(Scene scene) =>
        scene.Baseline.Present is not null
        && (scene.Revision is null
            || (scene.Baseline.Committed is null && (!scene.Revision.Binding || scene.Request.Choice == ReferenceChoice.Baseline))
            || (scene.Revision is { IsHead: true, Binding: false } && scene.Baseline.Differs));

    private static ResolvedReference? FromBaseline(Scene scene)
    {
        var (revision, file) = (scene.Revision, scene.Baseline);
        var workTree = UsesWorkTree(scene);
        if ((workTree ? file.Present : file.Committed) is not { } text)
            return null;
        // The work tree's file may well be in order where the base's is not.
        var baseline = BaselineFile.Parse(text, workTree ? file.Path : $"{file.Path} at {revision!.Name}", scene.Request.DeviceSlug);
        var newest = baseline.Newest;
        var reason = !workTree ? $"the baseline of this device as committed at the merge base with {revision!.Name}"
            : scene.Repository is null ? "the baseline of this device as it lies on disk: there is no git repository here"
            : revision is null ? "the baseline of this device as it lies in the work tree: there is no base to read another from"
            : file.Committed is null ? $"the baseline of this device as it lies in the work tree: the merge base with {revision.Name} has none"
            : $"the baseline of this device as it lies in the work tree: it differs from the one of {revision.Name}, and no commit was made since";
        return new()
        {
            Baseline = baseline,
            Policy = new(),
            MergeBase = revision?.MergeBase,
            TrialCommit = TrialCommit(scene, newest.Environment.Git?.Commit),
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

    private static string? TrialCommit(Scene scene, string? measuredAt)
    {
        if (scene is not { Repository: { } repository, Revision: { } revision })
            return null;
        return NothingChanged(scene) && measuredAt is not null && repository.Resolve(measuredAt) is { } commit
            ? commit
            : revision.MergeBase;
    }

    // A refreshed baseline is no change to what is measured.
    private static bool NothingChanged(Scene scene) =>
        scene is { Repository: { } repository, Revision.IsHead: true }
        && !repository.State(repository.PathInTree(scene.Folder) is { Length: > 0 } path ? [path] : [])!.Dirty;

    private static ResolvedReference WithoutBaseline(Scene scene)
    {
        if (scene.Revision is not { } revision)
            return Nothing(scene, scene.Repository is null
                ? "this device has no baseline, and there is no git repository to take a base from"
                : "this device has no baseline, and there is no base commit");
        return NothingChanged(scene)
            ? Nothing(scene, $"this device has no baseline, and nothing was changed since {revision.Name}")
            : BaseKernels(scene, $"this device has no baseline at the merge base with {revision.Name}, so that its kernels are run now");
    }

    private static ResolvedReference BaseKernels(Scene scene, string reason) => new()
    {
        Policy = new(),
        MergeBase = scene.Revision!.MergeBase,
        TrialCommit = scene.Revision.MergeBase,
        Description = new() { Kind = ReferenceKind.Base, Reason = reason, Commit = scene.Revision.MergeBase },
    };

    private static ResolvedReference Nothing(Scene scene, string reason) => new()
    {
        Policy = new(),
        MergeBase = scene.Revision?.MergeBase,
        Description = new() { Kind = ReferenceKind.None, Reason = reason },
    };

    // Who gave the base counts for the whole policy but for its accepted slow-downs: a branch proposes those, in the open.
    private (GatePolicy InForce, IEnumerable<AcceptedSlowdown> Proposed) PolicyOf(BaseRevision? revision, GateInput policy)
    {
        var present = policy.Present is null ? new() : readPolicy(policy.Present, policy.Path);
        if (revision is null)
            return (present, []);
        var committed = policy.Committed is null ? new() : readPolicy(policy.Committed, $"{policy.Path} at {revision.Name}");
        return (
            (revision is { IsHead: true, Binding: false } ? present : committed with { Accepted = present.Accepted }) with
            {
                // Once an entry is merged, so is the check that it was for: it must not cover the next change.
                AcceptedCheckEdits = [.. present.AcceptedCheckEdits.Except(committed.AcceptedCheckEdits)],
            },
            present.Accepted.Except(committed.Accepted));
    }
}
