using PerfGate.Core.Reports;
using PerfGate.Core.Text;
using PerfGate.Runner.GitHub.Events;

namespace PerfGate.Runner.GitHub;

/// <summary>A verdict on a commit as it is posted: in a comment, a check, and on the page of a job.</summary>
internal interface IPublished
{
    /// <summary>GitHub shows about so many characters of a check's title.</summary>
    const int MaximumTitle = 200;

    /// <summary>
    /// The outcome in a line of plain text, after what a reviewer has to know of the pull request's files.
    /// </summary>
    string Title { get; }

    /// <summary>The report, shortened to so many bytes of UTF-8, its last line kept.</summary>
    /// <param name="maximumBytes">The limit.</param>
    /// <param name="target">Where it will be read.</param>
    string Body(int maximumBytes, MarkdownTarget target = MarkdownTarget.Comment);

    /// <summary>What completes the check.</summary>
    /// <param name="maximumBytes">The most bytes of its summary.</param>
    CheckCompletion Completion(int maximumBytes);

    /// <summary>The title of something that was said of a commit.</summary>
    /// <param name="files">The files of the pull request that decide how it was measured.</param>
    /// <param name="said">What was said.</param>
    static string TitleOf(ChangedFiles files, string said) =>
        PlainText.LogLine($"{(files.Said() is { } first ? $"{first}. " : "")}{said}", MaximumTitle);

    /// <summary>The last line: of which commit and which run this is.</summary>
    /// <param name="what">What was done at the commit, as a sentence begins.</param>
    /// <param name="trigger">Names both.</param>
    static string Footer(string what, TriggeringEvent trigger)
    {
        var run = trigger.RunUrl is { } url ? $" · [run]({url}) · [results and `report.html`]({url}#artifacts)" : "";
        return $"\n\n{what} at {trigger.HeadSha}{run}\n";
    }
}
