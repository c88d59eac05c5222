using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Policy;
using PerfGate.Runner.Git;

namespace PerfGate.Runner.References;

/// <summary>Finds out which policy judges a branch.</summary>
internal static class PolicyInForce
{
    /// <summary>Reads the policy file at the merge base and in the work tree.</summary>
    /// <param name="repository">The repository; null for none.</param>
    /// <param name="revision">The base; null for none.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="root">The repository root, absolute.</param>
    /// <exception cref="PerfGateException">PG9001: a named policy is on neither side.</exception>
    public static SteeringFile Read(
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

    /// <summary>
    /// The base decides the whole policy except its accepted slow-downs and resources: a branch proposes those, for a
    /// reviewer to see.
    /// </summary>
    /// <param name="revision">The base; null for none.</param>
    /// <param name="policy">The policy on both sides.</param>
    /// <param name="readPolicy">From a policy's text and path to the policy; throws where it is refused.</param>
    /// <returns>The policy, and the entries that the branch adds.</returns>
    public static (
        GatePolicy InForce,
        IEnumerable<AcceptedSlowdown> Proposed,
        IEnumerable<AcceptedGateEdit> NewlyAccepted
    ) Of(BaseRevision? revision, SteeringFile policy, Func<string, string, GatePolicy> readPolicy)
    {
        var present = policy.Present is null ? new() : readPolicy(policy.Present, policy.Path);
        if (revision is null)
            return (present, [], []);
        var committed = policy.Committed is null
            ? new()
            : readPolicy(policy.Committed, $"{policy.Path} at {revision.Name}");
        return (
            (
                revision is { IsHead: true, Binding: false }
                    ? present
                    : committed with
                    {
                        Accepted = present.Accepted,
                        AcceptedResources = present.AcceptedResources,
                    }
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
            present.AcceptedGateEdits.Except(committed.AcceptedGateEdits)
        );
    }
}
