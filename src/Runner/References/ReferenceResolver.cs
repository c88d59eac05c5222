using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Policy;
using PerfGate.Runner.Git;

namespace PerfGate.Runner.References;

/// <summary>
/// Chooses what a candidate is compared with and judged by, so that a branch cannot move its own goalposts: baseline
/// and policy come from the merge base wherever there is one and the branch has commits of its own.
/// </summary>
/// <param name="readPolicy">From a policy's text and path to the policy; throws where it is refused.</param>
internal sealed class ReferenceResolver(Func<string, string, GatePolicy> readPolicy)
{
    /// <summary>Resolves a reference.</summary>
    /// <exception cref="PerfGateException">
    /// PG40xx: the base or its history is not there, or a baseline is refused.
    /// </exception>
    public ResolvedReference Resolve(ReferenceRequest request)
    {
        var root = Path.GetFullPath(request.Root);
        var folder = Path.GetFullPath(request.BaselinesFolder, root);
        var (repository, unreadable) = Open(root, request);
        using var _ = repository;
        var (revision, whyNone) = Revision(repository, request);
        var policy = ReadPolicyFile(repository, revision, request, root);
        var baseline = SteeringFile.Read(repository, revision?.MergeBase, BaselineFile.PathOf(folder, request.DeviceSlug));
        var scene = new Scene(request, repository, revision, whyNone, baseline, folder);
        var chosen = Choose(scene);
        var (inForce, proposed, newlyAccepted) = PolicyOf(revision, policy);
        return chosen with
        {
            Policy = inForce,
            Expected = Expected(scene, chosen.Description.Kind),
            Warnings = unreadable is null ? [] : [unreadable],
            GateEdits =
            [
                .. GateEdits.List(repository, revision, folder, policy, baseline, UsesWorkTree(scene)),
                .. Settings(scene),
                .. proposed.Select(entry => GateEdits.Proposal(policy.Path, entry)),
                .. revision is null
                    ? []
                    : inForce.AcceptedCheckEdits.Select(entry => GateEdits.Proposal(policy.Path, entry)),
                .. newlyAccepted.Select(entry => GateEdits.Proposal(policy.Path, entry)),
            ],
        };
    }

    /// <summary>The policy in force, for what has to be known before the device is opened.</summary>
    /// <exception cref="PerfGateException">As <see cref="Resolve"/>.</exception>
    public GatePolicy Policy(ReferenceRequest request)
    {
        var root = Path.GetFullPath(request.Root);
        using var repository = Open(root, request).Repository;
        var revision = Revision(repository, request).Revision;
        return PolicyOf(revision, ReadPolicyFile(repository, revision, request, root)).InForce;
    }

    private static SteeringFile ReadPolicyFile(
        GitRepository? repository,
        BaseRevision? revision,
        ReferenceRequest request,
        string root
    )
    {
        var policy = SteeringFile.Read(
            repository,
            revision?.MergeBase,
            Path.GetFullPath(request.PolicyPath, root),
            FileLimit.Policy
        );
        if (request.PolicyNamed)
            policy.Require();
        return policy;
    }

    // Who compares with nothing, and names no base, needs no git: it may be of a kind that cannot be read here.
    private static (GitRepository? Repository, string? Unreadable) Open(string root, ReferenceRequest request)
    {
        try
        {
            return (GitRepository.Open(root), null);
        }
        catch (PerfGateException e) when (NeedsNoBase(request) && !request.IsPullRequest)
        {
            return (null, $"Commit, tag and policy of the base are not known: {e.Diagnostics[0].Message}");
        }
    }

    private static bool NeedsNoBase(ReferenceRequest request) =>
        request.Choice == ReferenceChoice.None && !request.NamesBase;

    private static (BaseRevision? Revision, string? WhyNone) Revision(
        GitRepository? repository,
        ReferenceRequest request
    )
    {
        if (repository is null)
        {
            return request.NamesBase ? throw RepositoryNeeded(request, $"the base '{request.Base}' (PerfGateBase)")
                : request.IsPullRequest && !NeedsNoBase(request)
                    ? throw RepositoryNeeded(
                        request,
                        $"a pull request to '{request.PullRequestBase}' ({request.PullRequestVariable})"
                    )
                : (null, "there is no git repository to take a base from");
        }

        try
        {
            return BaseRevision.Find(repository, request);
        }
        catch (PerfGateException e) when (NeedsNoBase(request) && !request.IsPullRequest)
        {
            // A missing base is no reason to stop; the policy is still the base's where it is there.
            return (null, e.Diagnostics[0].Message);
        }
    }

    private static PerfGateException RepositoryNeeded(ReferenceRequest request, string what) =>
        new(DiagnosticCatalog.RepositoryNeeded(request.Root, what), ExitCode.Usage);

    private sealed record Scene(
        ReferenceRequest Request,
        GitRepository? Repository,
        BaseRevision? Revision,
        string? WhyNone,
        SteeringFile Baseline,
        string Folder
    );

    // Where a base was named, or a reference asked for, the gate owes a comparison. Where it only looks for one, it
    // owes none for a commit that is the default branch's own and has no baseline yet.
    private static ExpectedComparison Expected(Scene scene, ReferenceKind found)
    {
        var request = scene.Request;
        var named = Named(request);
        var asked = request.Choice switch
        {
            ReferenceChoice.None => null,
            ReferenceChoice.Baseline => "PerfGateReference=baseline asks for one",
            ReferenceChoice.Base => "PerfGateReference=base asks for one",
            ReferenceChoice.Auto => found == ReferenceKind.None && scene.Revision is not null
                ? null
                : "PerfGateReference=auto looks for one",
        };
        return new()
        {
            InCi = request.InCi,
            Because = named ?? asked,
            SwitchedOff = request.Choice == ReferenceChoice.None && named is not null,
        };
    }

    private static string? Named(ReferenceRequest request) =>
        request.NamesBase ? $"the base '{request.Base}' was named (PerfGateBase)"
        : request.IsPullRequest
            ? $"this is a pull request to '{request.PullRequestBase}' ({request.PullRequestVariable})"
        : null;

    private static IEnumerable<GateEdit> Settings(Scene scene) =>
        [
            .. scene.Request.Choice == ReferenceChoice.None ? GateSettings.SwitchedOff(Named(scene.Request)) : [],
            .. scene
                is {
                    Repository: { } repository,
                    Revision: { } revision,
                    Request: { NamesBase: true, IsPullRequest: true }
                }
                ? GateSettings.OtherBase(
                    scene.Request,
                    revision,
                    PullRequestsMergeBase(repository, revision, scene.Request)
                )
                : [],
        ];

    // Null where the pull request's base was not fetched: a base that is named need not be the branch.
    private static string? PullRequestsMergeBase(
        GitRepository repository,
        BaseRevision revision,
        ReferenceRequest request
    )
    {
        try
        {
            return repository.Resolve(NamedBase.OfPullRequest(repository, request.PullRequestBase!)) is { } tip
                ? repository.MergeBase(revision.Head, tip)
                : null;
        }
        catch (PerfGateException)
        {
            return null;
        }
    }

    private static ResolvedReference Choose(Scene scene) =>
        scene.Request.Choice switch
        {
            ReferenceChoice.None => Nothing(scene, "no comparison was asked for"),
            ReferenceChoice.Base => scene.Revision is not null
                ? BaseKernels(scene, "the base commit's kernels were asked for")
                : throw (
                    scene.Repository is null
                        ? RepositoryNeeded(scene.Request, "PerfGateReference=base")
                        : new PerfGateException(
                            DiagnosticCatalog.RevisionUnknown(
                                "HEAD",
                                $"has no base: {scene.WhyNone}. Name it with PerfGateBase."
                            ),
                            ExitCode.Usage
                        )
                ),
            ReferenceChoice.Baseline => FromBaseline(scene)
                ?? throw new PerfGateException(DiagnosticCatalog.BaselineMissing(scene.Baseline.Path), ExitCode.Usage),
            ReferenceChoice.Auto => FromBaseline(scene) ?? WithoutBaseline(scene),
        };

    /// <summary>
    /// Whether the work tree's baseline counts. It does where there is no history to read another from, and in a
    /// developer's own loop: baseline measured, not yet committed, kernels being edited. A pull request always has
    /// commits, or a named base; one that adds a device's first baseline is compared with the base's kernels, unless a
    /// baseline was asked for.
    /// </summary>
    private static bool UsesWorkTree(Scene scene) =>
        scene.Baseline.Present is not null
        && (
            scene.Revision is null
            || (
                scene.Baseline.Committed is null
                && (!scene.Revision.Binding || scene.Request.Choice == ReferenceChoice.Baseline)
            )
            || (scene.Revision is { IsHead: true, Binding: false } && scene.Baseline.Differs)
        );

    private static ResolvedReference? FromBaseline(Scene scene)
    {
        var (revision, file) = (scene.Revision, scene.Baseline);
        var workTree = UsesWorkTree(scene);
        if ((workTree ? file.Present : file.Committed) is not { } text)
            return null;
        // The work tree's file may well be in order where the base's is not.
        var baseline = BaselineFile.Parse(
            text,
            workTree ? file.Path : $"{file.Path} at {revision!.Name}",
            scene.Request.DeviceSlug
        );
        var newest = baseline.Newest;
        var reason =
            !workTree ? $"the baseline of this device as committed at the merge base with {revision!.Name}"
            : scene.Repository is null
                ? "the baseline of this device as it lies on disk: there is no git repository here"
            : revision is null
                ? $"the baseline of this device as it lies in the work tree: there is no base to read another from, "
                    + $"because {scene.WhyNone}"
            : file.Committed is null
                ? $"the baseline of this device as it lies in the work tree: the merge base with {revision.Name} has "
                    + $"none"
            : $"the baseline of this device as it lies in the work tree: it differs from the one of {revision.Name}, "
                + $"and no commit was made since";
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
        {
            return Nothing(scene, scene.Repository is null
                ? $"this device has no baseline, and {scene.WhyNone}"
                : $"this device has no baseline, and there is no base commit: {scene.WhyNone}");
        }

        return NothingChanged(scene)
            ? Nothing(scene, $"this device has no baseline, and nothing was changed since {revision.Name}")
            : BaseKernels(
                scene,
                $"this device has no baseline at the merge base with {revision.Name}, so that its kernels are run now"
            );
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

    // Who gave the base counts for the whole policy but for its accepted slow-downs: a branch proposes those, in the
    // open.
    private (
        GatePolicy InForce,
        IEnumerable<AcceptedSlowdown> Proposed,
        IEnumerable<AcceptedGateEdit> NewlyAccepted
    ) PolicyOf(BaseRevision? revision, SteeringFile policy)
    {
        var present = policy.Present is null ? new() : readPolicy(policy.Present, policy.Path);
        if (revision is null)
            return (present, [], []);
        var committed = policy.Committed is null
            ? new()
            : readPolicy(policy.Committed, $"{policy.Path} at {revision.Name}");
        return (
            (
                revision is { IsHead: true, Binding: false } ? present : committed with { Accepted = present.Accepted }
            ) with
            {
                // Once an entry is merged, so is the check that it was for: it must not cover the next change.
                AcceptedCheckEdits = [.. present.AcceptedCheckEdits.Except(committed.AcceptedCheckEdits)],
                AcceptedGateEdits =
                [
                    .. present.AcceptedGateEdits.Where(e => e.IsStanding || !committed.AcceptedGateEdits.Contains(e)),
                ],
            },
            present.Accepted.Except(committed.Accepted),
            present.AcceptedGateEdits.Except(committed.AcceptedGateEdits));
    }
}
