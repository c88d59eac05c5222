using System.Text;
using PerfGate.Core.Judgement;
using PerfGate.Core.Prechecks;
using PerfGate.Core.Reports;
using PerfGate.Runner.GitHub.Artifacts;
using PerfGate.Runner.GitHub.Events;
using PerfGate.Runner.GitHub.Posting;

namespace PerfGate.Runner.GitHub;

/// <summary>A verdict's report with the line that says which commit and which run it is of.</summary>
internal sealed record PublishedReport : IPublished
{
    private const int MaximumPrecheckBytes = 8_000;
    private const string BeforeHeading = "Found before measuring:\n";

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
        _footer = IPublished.Footer("Measured", trigger);
    }

    /// <summary>Where its lines and its run can be seen; null if the event does not tell.</summary>
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

    /// <summary>What was found before measuring; null if there was no precheck.</summary>
    public PrecheckReport? Precheck { get; init; }

    /// <inheritdoc/>
    public string Title
    {
        get
        {
            var (title, rest) = OutcomeTraits.Headline(Artifact.Verdict);
            var precheck = Precheck is { Failed: true } ? "The precheck failed: a kernel needs more resources. " : "";
            return IPublished.TitleOf(Files, $"{precheck}{title} {rest}");
        }
    }

    /// <inheritdoc/>
    public CheckCompletion Completion(int maximumBytes)
    {
        var verdict = Artifact.Verdict;
        var annotations = Annotations.Of(verdict);
        var leftOut = Annotations.LeftOut(verdict, annotations.Count) is { } sentence ? $"\n{sentence}\n" : "";
        var conclusion = Precheck is { Failed: true }
            ? Octokit.CheckConclusion.Failure
            : CheckCompletion.ConclusionOf(verdict.Outcome);
        return new(Files.Bound(conclusion), Title, Body(maximumBytes - leftOut.Length) + leftOut, annotations);
    }

    /// <inheritdoc/>
    public string Body(int maximumBytes, MarkdownTarget target = MarkdownTarget.Comment)
    {
        var files = Files.Paragraph();
        var precheck = BeforeMeasuring(maximumBytes - Encoding.UTF8.GetByteCount(_footer + files));
        var text = MarkdownReport
            .Render(
                Artifact.Input with { Links = Links },
                maximumBytes - Encoding.UTF8.GetByteCount(_footer + files + precheck),
                target
            )
            .TrimEnd();
        // Right below the line with the verdict.
        var below = text.IndexOf("\n\n", StringComparison.Ordinal) + 2;
        return text[..below] + files + precheck + text[below..] + _footer;
    }

    // The report cannot be shortened to less than its smallest size.
    private string BeforeMeasuring(int room)
    {
        if (Precheck is null)
            return "";
        var bytes = Math.Min(MaximumPrecheckBytes, room - MarkdownReport.SmallestSize);
        var text = PrecheckMarkdown.Findings(Precheck, bytes - BeforeHeading.Length - 1);
        return text.Length == 0 || Encoding.UTF8.GetByteCount(text) > bytes ? "" : $"{BeforeHeading}{text}\n";
    }
}
