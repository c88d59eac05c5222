using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using PerfGate.Core.Measurements;
using PerfGate.Core.Reports.Html;
using PerfGate.Core.Reports.Plots;
using PerfGate.Core.Reports.Text;
using PerfGate.Core.Text;

namespace PerfGate.Core.Nights;

/// <summary>
/// The histories of all devices as one page, <c>index.html</c>, for GitHub Pages or any place that serves files: no
/// server, no script, no network, and the look of the report.
/// </summary>
public static class NightPage
{
    // Dots that are closer than a pixel tell nothing.
    private const int MostNights = 400;

    // A picture of each of ten thousand cases is a page that no browser opens.
    private const int MostPictures = 500;

    /// <summary>Renders the page.</summary>
    /// <param name="devices">The histories, by device.</param>
    /// <param name="named">What bisections found.</param>
    public static string Render(
        ImmutableSortedDictionary<string, ImmutableArray<NightHistory>> devices,
        IEnumerable<NamedChange> named
    )
    {
        var commits = new NamedCommits(named);
        var page = new StringBuilder(HtmlPage.Head("PerfGate: history", null));
        var newest = devices.Values.SelectMany(h => h).SelectMany(h => h.Nights).MaxBy(n => n.At);
        var facts = newest is null
            ? "no measurement yet"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"newest: {newest.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC, commit {CommitName.Of(newest.Commit)}"
            );
        page.Append(
            CultureInfo.InvariantCulture,
            $"""
            <header class="top"><div>
            <h1>History</h1>
            <p class="lead">The default branch, measured each night.</p>
            <p class="facts">{HtmlText.Escape(facts)}</p>
            </div></header>
            <main>

            """
        );
        ImmutableArray<LevelChange> changes =
        [
            .. devices
                .Values.SelectMany(h => h)
                .SelectMany(h => h.Changes)
                .OrderByDescending(c => c.First.At)
                .ThenBy(c => c.First.Case, StringComparer.Ordinal),
        ];
        HtmlFindings.Append(page, CommitFinding.Of(changes, commits).Select(f => (f.Headline, f.Names)));
        AppendChanges(page, changes, commits);
        foreach (var (device, histories) in devices)
            AppendDevice(page, device, histories);
        page.Append(
            "</main>\n<footer>Made by PerfGate. A dot is a night; a dashed line is where another level begins, by the "
                + "change-point method of Haynes, Fearnhead and Eckley (2017).</footer>\n</body>\n</html>\n"
        );
        return page.ToString();
    }

    private static void AppendChanges(StringBuilder page, ImmutableArray<LevelChange> changes, NamedCommits commits)
    {
        page.Append("<h2>Changes of level</h2>\n");
        if (changes.IsEmpty)
        {
            page.Append("<p>No level has changed.</p>\n");
            return;
        }

        page.Append(
            "<div class=\"scroll\"><table><thead><tr><th>night</th><th>case</th><th>device</th>"
                + "<th class=\"number\">change</th><th>with it</th><th>commit</th></tr></thead><tbody>\n"
        );
        foreach (var change in changes)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"<tr><td>{change.First.At.UtcDateTime:yyyy-MM-dd}</td><th>{HtmlText.Name(change.First.Case)}</th>"
                    + $"<td>{HtmlText.Escape(change.First.Device)}</td>"
                    + $"<td class=\"number {(change.Ratio > 1 ? "slower" : "faster")}\">"
                    + $"{Quantity.Change(change.Ratio)}</td>"
                    + $"<td>{Words(change.Cause)}</td><td>{Commit(change, commits)}</td></tr>\n"
            );
        }

        page.Append("</tbody></table></div>\n");
    }

    private static string Words(LevelCause cause) =>
        cause switch
        {
            LevelCause.Code => "other machine code",
            LevelCause.Compiler => "another compiler",
            LevelCause.Driver => "another driver",
            LevelCause.Card => "another card",
            LevelCause.Machine => "nothing known: the machine",
            LevelCause.Unknown => "not known",
        };

    private static string Commit(LevelChange change, NamedCommits named)
    {
        var range = $"{CommitName.Of(change.Before.Commit)} to {CommitName.Of(change.First.Commit)}";
        return named.Of(change) switch
        {
            [_, ..] commits => string.Join(
                "<br>",
                commits.Select(c => $"<code>{CommitName.Of(c.Sha)}</code> {HtmlText.Escape(c.Subject, 100)}")
            ),
            [] => $"{range}; a bisection found none that is slower",
            null => range,
        };
    }

    private static void AppendDevice(StringBuilder page, string device, ImmutableArray<NightHistory> histories)
    {
        page.Append(CultureInfo.InvariantCulture, $"<h2>{HtmlText.Escape(device)}</h2>\n");
        var shown = histories.OrderByDescending(h => h.Changes.Length > 0).Take(MostPictures).ToList();
        if (shown.Count < histories.Length)
            page.Append(
                CultureInfo.InvariantCulture,
                $"<p>{shown.Count} of {histories.Length} cases are shown, those with a change first.</p>\n"
            );
        page.Append("<div class=\"plots\">\n");
        foreach (var history in shown)
            page.Append(CultureInfo.InvariantCulture, $"<figure>{Caption(history)}{Picture(history)}</figure>\n");
        page.Append("</div>\n");
    }

    private static string Caption(NightHistory history) =>
        $"<figcaption><b>{HtmlText.Name(history.Case)}</b>"
        + $"{(history.Nights[^1].Role == CaseRole.Canary ? " (canary)" : "")} "
        + $"{Quantity.Duration(history.Nights[^1].Nanoseconds)}, {history.Nights.Length} "
        + $"{(history.Nights.Length == 1 ? "night" : "nights")}</figcaption>";

    private static string Picture(NightHistory history)
    {
        if (history.Nights.Length < 2)
            return "";
        var from = Math.Max(0, history.Nights.Length - MostNights);
        return HistoryPlot.Render(
            [
                .. history
                    .Nights.Skip(from)
                    .Select(n => new PlottedMeasurement(
                        n.At.UtcDateTime.ToString("MM-dd", CultureInfo.InvariantCulture),
                        n.Nanoseconds,
                        []
                    )),
            ],
            [.. history.Changes.Select(c => c.Index - from).Where(i => i > 0)],
            history.Case
        );
    }
}
