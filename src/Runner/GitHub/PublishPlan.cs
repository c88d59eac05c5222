using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Runner.GitHub.Events;

namespace PerfGate.Runner.GitHub;

/// <summary>Which parts an event calls for.</summary>
/// <param name="Parts">What is published.</param>
/// <param name="Diagnostics">What was asked for and is not, and why.</param>
internal sealed record PublishPlan(ImmutableArray<PublishPart> Parts, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>Decides it.</summary>
    /// <param name="options">What was asked for; nothing for what the event calls for.</param>
    /// <param name="trigger">The event.</param>
    /// <param name="hasSummaryPage">Whether the job has a summary page.</param>
    public static PublishPlan For(PublishOptions options, TriggeringEvent trigger, bool hasSummaryPage)
    {
        var asked = !options.Only.IsEmpty ? options.Only : trigger.Change switch
        {
            MeasuredChange.PullRequest => [PublishPart.Comment, PublishPart.Check, PublishPart.Summary],
            MeasuredChange.Trunk => [PublishPart.Check, PublishPart.Badges, PublishPart.Summary],
            MeasuredChange.Branch => ImmutableArray.Create(PublishPart.Check, PublishPart.Summary),
        };
        if (options.Only.IsEmpty && options.Baseline is not null)
            asked = asked.Add(PublishPart.Baseline);

        // A pull request, a stranger's perhaps, must not speak for the default branch.
        var noBadges = asked.Contains(PublishPart.Badges) && trigger.Change != MeasuredChange.Trunk;
        return new PublishPlan(
            [
                .. asked
                    .Distinct()
                    .Where(p => !(p == PublishPart.Badges && noBadges) && (p != PublishPart.Summary || hasSummaryPage)),
            ],
            noBadges ? [DiagnosticCatalog.BadgesOnlyFromTrunk()] : []
        );
    }
}

/// <summary>What is to be published, from where.</summary>
internal sealed record PublishOptions
{
    /// <summary>The folder or the zip file with the gate's results.</summary>
    public required string Output { get; init; }

    /// <summary>
    /// The folder or the zip file with a precheck. Where it says that no case needs the device and there are no
    /// results, it is the verdict. Null, or a path where nothing is: there was no precheck.
    /// </summary>
    public string? Precheck { get; init; }

    /// <summary>What to publish; empty for what the event calls for.</summary>
    public ImmutableArray<PublishPart> Only { get; init; } = [];

    /// <summary>
    /// The folder or zip file with the refreshed baselines; that of the measured device is proposed. Null for none.
    /// </summary>
    public string? Baseline { get; init; }

    /// <summary>The gate's name: several gates of a repository keep a comment and a check each.</summary>
    public string Gate { get; init; } = "gate";

    /// <summary>Path of the workflow that measures; results of any other finished workflow are refused.</summary>
    public string Workflow { get; init; } = CallingWorkflow.Default;

    /// <summary>The branch for badges.</summary>
    public string BadgesBranch { get; init; } = "perfgate-badges";

    /// <summary>Whether a picture of the changed cases goes to that branch, for the comment to show.</summary>
    public bool Picture { get; init; }

    /// <summary>
    /// The pull request that the caller believes was measured; refused where GitHub says otherwise. Null for no belief.
    /// </summary>
    public int? PullRequest { get; init; }
}

/// <summary>What can be published, each on its own.</summary>
internal enum PublishPart
{
    /// <summary>The sticky comment on the pull request.</summary>
    Comment,

    /// <summary>The check run on the commit.</summary>
    Check,

    /// <summary>Badges on their branch.</summary>
    Badges,

    /// <summary>The job's summary page and its log.</summary>
    Summary,

    /// <summary>A refreshed baseline: its pull request and the release's file.</summary>
    Baseline,
}
