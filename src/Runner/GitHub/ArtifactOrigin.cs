using PerfGate.Core.Diagnostics;
using PerfGate.Core.Measurements;
using PerfGate.Core.Prechecks;
using PerfGate.Runner.GitHub.Artifacts;
using PerfGate.Runner.GitHub.Events;

namespace PerfGate.Runner.GitHub;

/// <summary>
/// Holds an artifact against the event: it must have been measured at the commit that the event names.
/// </summary>
internal static class ArtifactOrigin
{
    /// <summary>Refuses an artifact of another commit.</summary>
    /// <param name="path">The artifact, for the error.</param>
    /// <param name="artifact">What it says.</param>
    /// <param name="trigger">What GitHub says, which counts.</param>
    /// <exception cref="PerfGateException">PG5014.</exception>
    public static void Check(string path, Artifact artifact, TriggeringEvent trigger)
    {
        foreach (var measurement in new[] { artifact.Measurement, artifact.Input.Trial }.OfType<Measurement>())
            Check(path, measurement.Environment.Git?.Commit, trigger);
    }

    /// <summary>Refuses a precheck of another commit.</summary>
    /// <param name="path">The precheck's artifact, for the error.</param>
    /// <param name="precheck">What it says.</param>
    /// <param name="trigger">What GitHub says, which counts.</param>
    /// <exception cref="PerfGateException">PG5014.</exception>
    public static void Check(string path, PrecheckReport precheck, TriggeringEvent trigger) =>
        Check(path, precheck.Commit, trigger);

    /// <summary>Refuses a baseline whose newest measurement is of another commit, in each of its projects.</summary>
    /// <param name="path">The baseline's artifact, for the error.</param>
    /// <param name="baseline">What it says.</param>
    /// <param name="trigger">What GitHub says, which counts.</param>
    /// <exception cref="PerfGateException">PG5014.</exception>
    public static void Check(string path, ProposedBaseline baseline, TriggeringEvent trigger)
    {
        // Only some of the projects may have been measured.
        if (!baseline.NewestCommits.Any(c => c is not null && (c == trigger.HeadSha || c == trigger.MergeSha)))
            Check(path, baseline.NewestCommits.FirstOrDefault(), trigger);
    }

    private static void Check(string path, string? commit, TriggeringEvent trigger)
    {
        if (commit is null)
            throw Refused.OfAnother(path, "it does not say at which commit it was measured.");
        if (commit != trigger.HeadSha && commit != trigger.MergeSha)
            throw Refused.OfAnother(
                path,
                $"it was measured at commit {commit}, and the event is about {trigger.HeadSha}."
            );
    }
}
