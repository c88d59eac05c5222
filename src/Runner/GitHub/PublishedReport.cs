using System.Text;
using PerfGate.Core.Judgement;
using PerfGate.Core.Reports;
using PerfGate.Core.Text;
using PerfGate.Runner.GitHub.Artifacts;
using PerfGate.Runner.GitHub.Events;

namespace PerfGate.Runner.GitHub;

/// <summary>A verdict's report with the line that says which commit and which run it is of.</summary>
internal sealed record PublishedReport
{
    // GitHub shows about 200 characters of a check's title.
    private const int MaximumTitle = 200;

    private readonly string _footer;

    /// <summary>Creates it.</summary>
    /// <param name="artifact">The results; the report is made from them, never taken from the artifact.</param>
    /// <param name="trigger">Names the commit and the run.</param>
    /// <param name="files">The files of the pull request that decide how it was measured.</param>
    public PublishedReport(Artifact artifact, TriggeringEvent trigger, ChangedFiles files)
    {
        Artifact = artifact;
        Files = files;
        Links = LinksOf(trigger);
        var run = trigger.RunUrl is { } url
            ? $" · [run]({url}) · [results and `report.html`]({url}#artifacts)"
            : "";
        _footer = $"\n\nMeasured at {trigger.HeadSha}{run}\n";
    }

    /// <summary>Where its lines and its run can be seen; null where the event does not tell.</summary>
    public ReportLinks? Links { get; init; }

    // The head of a pull request lies in the repository that it comes from.
    private static ReportLinks? LinksOf(TriggeringEvent trigger)
    {
        if (
            trigger.RunUrl is not { } run
            || (trigger.HeadRepository ?? trigger.Repository) is not { } repository
            || !Uri.TryCreate(run, UriKind.Absolute, out var address)
        )
            return null;
        return new($"{address.GetLeftPart(UriPartial.Authority)}/{repository}", trigger.HeadSha) { Run = run };
    }

    /// <summary>The results.</summary>
    public Artifact Artifact { get; }

    /// <summary>The files of the pull request that decide how it was measured.</summary>
    public ChangedFiles Files { get; }

    /// <summary>
    /// The outcome in a line of plain text, after what a reviewer has to know of the pull request's files.
    /// </summary>
    public string Title
    {
        get
        {
            var (title, rest) = OutcomeTraits.Headline(Artifact.Verdict);
            return PlainText.LogLine($"{(Files.Said() is { } said ? $"{said}. " : "")}{title} {rest}", MaximumTitle);
        }
    }

    /// <summary>The report, shortened to so many bytes of UTF-8, its last line kept.</summary>
    /// <param name="maximumBytes">The limit.</param>
    /// <param name="target">Where it will be read.</param>
    public string Body(int maximumBytes, MarkdownTarget target = MarkdownTarget.Comment)
    {
        var files = Files.Paragraph();
        var text = MarkdownReport
            .Render(
                Artifact.Input with { Links = Links },
                maximumBytes - Encoding.UTF8.GetByteCount(_footer + files),
                target
            )
            .TrimEnd();
        // Right below the line with the verdict.
        var below = text.IndexOf("\n\n", StringComparison.Ordinal) + 2;
        return text[..below] + files + text[below..] + _footer;
    }
}
