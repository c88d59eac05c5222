using PerfGate.Core.Judgement;
using PerfGate.Runner.GitHub.Posting;
using Annotation = Octokit.NewCheckRunAnnotation;

namespace PerfGate.Runner.GitHub;

/// <summary>What a check is completed with.</summary>
/// <param name="Outcome">The verdict.</param>
/// <param name="Title">The verdict in a line of plain text.</param>
/// <param name="Summary">Markdown of at most <see cref="GateCheck.MaximumSummaryBytes"/>.</param>
/// <param name="Annotations">The findings at their lines.</param>
internal sealed record CheckCompletion(Outcome Outcome, string Title, string Summary, IReadOnlyList<Annotation> Annotations)
{
    /// <summary>Makes it from a report.</summary>
    public static CheckCompletion Of(PublishedReport report)
    {
        var verdict = report.Artifact.Verdict;
        var annotations = Posting.Annotations.Of(verdict);
        var leftOut = Posting.Annotations.LeftOut(verdict, annotations.Count) is { } sentence ? $"\n{sentence}\n" : "";
        return new CheckCompletion(
            verdict.Outcome, report.Title, report.Body(GateCheck.MaximumSummaryBytes - leftOut.Length) + leftOut, annotations);
    }

    /// <summary>The verdict alone, in nothing that could be refused.</summary>
    public CheckCompletion Bare() => this with { Summary = Title, Annotations = [] };
}
