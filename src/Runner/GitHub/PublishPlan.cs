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
