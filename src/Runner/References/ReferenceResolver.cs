using PerfGate.Core.Diagnostics;
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
        var policy = PolicyInForce.Read(repository, revision, request, root);
        var file = BaselineFile.PathOf(folder, request.DeviceSlug);
        var baseline = SteeringFile.Read(repository, revision?.MergeBase, file);
        var situation = new ReferenceSituation(request, repository, revision, whyNone, baseline, folder);
        var chosen = ReferenceSelection.Choose(situation);
        var (inForce, proposed, newlyAccepted) = PolicyInForce.Of(revision, policy, readPolicy);
        return chosen with
        {
            Policy = inForce,
            Expected = Expected(situation, chosen.Description.Kind),
            Warnings = unreadable is null ? [] : [unreadable],
            GateEdits =
            [
                .. GateEdits.List(
                    repository,
                    revision,
                    folder,
                    policy,
                    baseline,
                    ReferenceSelection.UsesWorkTree(situation)
                ),
                .. Settings(situation),
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
        return PolicyInForce.Of(revision, PolicyInForce.Read(repository, revision, request, root), readPolicy).InForce;
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
            return request.NamesBase
                ? throw ReferenceSelection.RepositoryNeeded(request, $"the base '{request.Base}' (PerfGateBase)")
                : request.IsPullRequest && !NeedsNoBase(request)
                    ? throw ReferenceSelection.RepositoryNeeded(
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

    // Where a base was named, or a reference asked for, the gate owes a comparison. Where it only looks for one, it
    // owes none for a commit that is the default branch's own and has no baseline yet.
    private static ExpectedComparison Expected(ReferenceSituation situation, ReferenceKind found)
    {
        var request = situation.Request;
        var named = Named(request);
        var asked = request.Choice switch
        {
            ReferenceChoice.None => null,
            ReferenceChoice.Baseline => "PerfGateReference=baseline asks for one",
            ReferenceChoice.Base => "PerfGateReference=base asks for one",
            ReferenceChoice.Auto => found == ReferenceKind.None && situation.Revision is not null
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

    private static IEnumerable<GateEdit> Settings(ReferenceSituation situation) =>
        [
            .. situation.Request.Choice == ReferenceChoice.None
                ? GateSettings.SwitchedOff(Named(situation.Request))
                : [],
            .. situation
                is {
                    Repository: { } repository,
                    Revision: { } revision,
                    Request: { NamesBase: true, IsPullRequest: true }
                }
                ? GateSettings.OtherBase(
                    situation.Request,
                    revision,
                    PullRequestsMergeBase(repository, revision, situation.Request)
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
}
