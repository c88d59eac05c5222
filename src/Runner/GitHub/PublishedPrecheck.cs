using System.Text;
using PerfGate.Core.Judgement;
using PerfGate.Core.Prechecks;
using PerfGate.Core.Reports;
using PerfGate.Core.Text;
using PerfGate.Runner.GitHub.Events;

namespace PerfGate.Runner.GitHub;

/// <summary>
/// A precheck that says that no case needs the device. The job that measures was skipped, so this is the whole verdict
/// on the commit.
/// </summary>
/// <param name="Precheck">What was found.</param>
/// <param name="Trigger">Names the commit and the run.</param>
/// <param name="Files">The files of the pull request that decide how it was checked.</param>
internal sealed record PublishedPrecheck(PrecheckReport Precheck, TriggeringEvent Trigger, ChangedFiles Files)
    : IPublished
{
    /// <inheritdoc/>
    public string Title => IPublished.TitleOf(Files, Said(Precheck));

    /// <summary>The verdict in a sentence of plain text.</summary>
    /// <param name="precheck">What was found.</param>
    public static string Said(PrecheckReport precheck) =>
        PlainText.LogLine(PrecheckMarkdown.Headline(precheck), IPublished.MaximumTitle);

    /// <inheritdoc/>
    public CheckCompletion Completion(int maximumBytes) =>
        new(Files.Bound(CheckCompletion.ConclusionOf(Precheck.Outcome)), Title, Body(maximumBytes), []);

    /// <inheritdoc/>
    public string Body(int maximumBytes, MarkdownTarget target = MarkdownTarget.Comment)
    {
        var opening = $"{OutcomeTraits.Of(Precheck.Outcome).Sign} **Nothing to measure.** ";
        var files = Files.Paragraph();
        var footer = IPublished.Footer("Compiled", Trigger);
        var room = maximumBytes - Encoding.UTF8.GetByteCount(opening + files + footer) - 2;
        var text = PrecheckMarkdown.Body(Precheck, room);
        // Right below the line with the verdict.
        var below = text.IndexOf("\n\n", StringComparison.Ordinal) + 2;
        return opening + text[..below] + files + text[below..] + footer;
    }
}
