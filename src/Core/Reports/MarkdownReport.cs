using System.Collections.Immutable;
using System.Text;
using PerfGate.Core.Judgement;
using PerfGate.Core.Reports.Markdown;
using PerfGate.Core.Reports.Model;
using PerfGate.Core.Reports.Text;

namespace PerfGate.Core.Reports;

/// <summary>
/// The report as GitHub-flavoured Markdown: <c>report.md</c>, the pull request's comment and the job's summary. The
/// first line is the verdict in words and what to do; then the changed cases; then the evidence. Every foreign text in
/// it is inert.
/// </summary>
public static class MarkdownReport
{
    /// <summary>
    /// The smallest size that a report can be shortened to, bytes: the verdict line with the longest summary fits.
    /// </summary>
    public const int SmallestSize = 6_000;

    /// <summary>
    /// Renders the report, shortened section by section where it would be too long; the verdict always stays.
    /// </summary>
    /// <param name="input">What to report.</param>
    /// <param name="maximumBytes">The largest size, bytes of UTF-8; at least <see cref="SmallestSize"/>.</param>
    /// <param name="target">Where it will be read.</param>
    /// <returns>The Markdown, lines ending in a line feed.</returns>
    public static string Render(
        ReportInput input,
        int maximumBytes = 60_000,
        MarkdownTarget target = MarkdownTarget.Comment
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumBytes, SmallestSize);
        var model = ReportModel.From(input);
        var opening = Opening(model);
        var sections = Fit(MarkdownSections.Of(model), maximumBytes - Encoding.UTF8.GetByteCount(opening), target);
        var text = new StringBuilder(opening);
        foreach (var section in sections)
            text.Append(section.Text(target));
        return text.Append(LeftOut(sections)).ToString().TrimEnd() + "\n";
    }

    private static string Opening(ReportModel model)
    {
        var (title, rest) = OutcomeTraits.Headline(model.Verdict);
        var counts = string.Join(
            " · ",
            model.Counts().Select(c => $"{c.Cases:N0} {VerdictTraits.Of(c.Verdict).Counted}")
        );
        return $"""
            {OutcomeTraits.Of(model.Verdict).Sign} **{title}** {MarkdownText.Prose(rest)}

            {(counts.Length == 0 ? "No cases." : counts)}

            {Where(model)}{Picture(model)}
            """;
    }

    // Several gates of one pull request look alike but for their device.
    private static string Where(ReportModel model) =>
        string.Join(" · ", WhereAndWhat.Facts(model).Select(f => MarkdownText.Prose(f, 100))) is { Length: > 0 } facts
            ? $"Measured on {facts}\n\n"
            : "";

    private static string Picture(ReportModel model) =>
        model.Input.Links?.Picture is { } picture
            ? $"![The changes in figures are in the table below]({picture})\n\n"
            : "";

    // The least important section gives way first, and wholly before the next one loses a row.
    private static ImmutableArray<MarkdownSection> Fit(
        ImmutableArray<MarkdownSection> sections, int maximumBytes, MarkdownTarget target)
    {
        // Measuring the size of a hundred thousand rows again and again would take minutes.
        sections = [.. sections.Select(s => s.Within(maximumBytes))];
        int Excess() => sections.Sum(s => Encoding.UTF8.GetByteCount(s.Text(target)))
            + Encoding.UTF8.GetByteCount(LeftOut(sections)) - maximumBytes;

        foreach (var weight in sections.Select(s => s.Weight).Distinct().Order().ToArray())
        {
            foreach (var section in sections.Where(s => s.Weight == weight).ToArray())
            {
                if (Excess() is var excess and > 0)
                    sections = sections.Replace(section, section.Shortened(excess));
            }
        }

        // The notices that shortening adds may still exceed what was saved.
        while (Excess() is var rest and > 0 && sections.LastOrDefault(s => !s.Rows.IsEmpty) is { } last)
            sections = sections.Replace(last, last.Shortened(rest));
        return sections;
    }

    private static string LeftOut(ImmutableArray<MarkdownSection> sections)
    {
        var titles = sections
            .Where(s => s is { Rows.IsEmpty: true, Dropped: > 0 })
            .Select(s => s.Title.Length == 0 ? "warnings" : s.Title)
            .ToArray();
        return titles.Length == 0
            ? ""
            : $"Left out to keep this short: {string.Join("; ", titles)}. All of it is in `report.html`.\n";
    }
}

/// <summary>Where a Markdown report will be read.</summary>
public enum MarkdownTarget
{
    /// <summary>In a pull request's comment or a check's summary: details are folded.</summary>
    Comment,

    /// <summary>On the page of a GitHub job: details are folded.</summary>
    JobSummary,

    /// <summary>As a file, often in an editor or a terminal: headings instead of folds.</summary>
    File,
}
