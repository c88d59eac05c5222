using Octokit;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Judgement;
using PerfGate.Core.Reports.Text;
using PerfGate.Core.Text;
using Annotation = Octokit.NewCheckRunAnnotation;

namespace PerfGate.Runner.GitHub;

/// <summary>What a check is completed with.</summary>
/// <param name="Conclusion">What follows from it for the commit.</param>
/// <param name="Title">The verdict in a line of plain text.</param>
/// <param name="Summary">Markdown of at most <see cref="Posting.GateCheck.MaximumSummaryBytes"/>.</param>
/// <param name="Annotations">The findings at their lines.</param>
internal sealed record CheckCompletion(
    CheckConclusion Conclusion,
    string Title,
    string Summary,
    IReadOnlyList<Annotation> Annotations
)
{
    /// <summary>
    /// Results that were refused: nothing of them is used, so nothing is known of the commit, and that fails.
    /// </summary>
    /// <param name="why">Why.</param>
    public static CheckCompletion Refused(Diagnostic why) =>
        new(
            CheckConclusion.Failure,
            PlainText.LogLine($"The results were refused: {why.Code}", 200),
            $"❌ **The results of this run were refused.** Nothing of them is used.\n\n{why.Code}: "
                + $"{MarkdownText.Prose(why.Message)}\n",
            []
        );

    /// <summary>The verdict alone, in nothing that could be refused.</summary>
    public CheckCompletion Bare() => this with { Summary = Title, Annotations = [] };

    /// <summary>What follows from an outcome for the commit.</summary>
    /// <param name="outcome">The outcome.</param>
    public static CheckConclusion ConclusionOf(Outcome outcome) =>
        outcome switch
        {
            Outcome.Pass => CheckConclusion.Success,
            Outcome.Warning or Outcome.Undecided => CheckConclusion.Neutral,
            Outcome.NeedsReview => CheckConclusion.ActionRequired,
            Outcome.Inconclusive
            or Outcome.NothingCompared
            or Outcome.NotRun
            or Outcome.Regression
            or Outcome.Incorrect => CheckConclusion.Failure,
        };
}
