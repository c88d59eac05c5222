using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using PerfGate.Core.Measurements;
using PerfGate.Core.Reports.Model;
using PerfGate.Core.Reports.Plots;
using PerfGate.Core.Statistics;
using PerfGate.Core.Text;

namespace PerfGate.Core.Reports.Html;

/// <summary>The plots of one case.</summary>
internal static class HtmlFigures
{
    /// <summary>Appends them; nothing where nothing was timed.</summary>
    public static void Append(StringBuilder page, ReportModel model, ReportCase c)
    {
        var figures = new StringBuilder();
        AppendFigures(figures, model, c, PlainText.Name(c.Judgement.Name));
        if (figures.Length == 0)
            return;
        page.Append(
            "<p class=\"legend\"><span class=\"reference\">reference</span><span "
                + "class=\"candidate\">candidate</span></p><div class=\"plots\">\n"
        );
        page.Append(figures).Append("</div>\n");
    }

    private static void AppendFigures(StringBuilder page, ReportModel model, ReportCase c, string name)
    {
        if (CaseSeries.Of(c) is { } series)
        {
            var strays = series.Outside == 0 ? "" : $" {series.Outside} strays lie beyond the frame, at its edge.";
            Figure(
                page,
                "Runs",
                "Reference left. Mark: interquartile mean; bar: middle half of the samples; line: the side.",
                RunsPlot.Render(series, name)
            );
            Figure(page, "Distribution", "All runs together.", DistributionPlot.Render(series, name));
            Figure(
                page,
                "In time order",
                $"{(TimeOrderPlot.IsThinned(series) ? "Every so many of the samples" : "The samples")}, as they were "
                    + $"taken.{strays}",
                TimeOrderPlot.Render(series, name)
            );
        }

        var history = History(model, c);
        if (history.Length > 1)
        {
            var changes = HistoryPlot.LevelsBeginAt(history);
            Figure(
                page,
                "History",
                $"The baseline’s measurements; the candidate is "
                    + $"last.{(changes.IsEmpty ? "" : " Dashed: another level begins.")}",
                HistoryPlot.Render(history, changes, name)
            );
        }

        if (model.Input.Measurement?.Ceilings is { } ceilings && c.Roofline is { } position
            && RooflinePlot.Render([position], ceilings, $"{name} under the measured ceilings") is { } roofline)
        {
            Figure(page, "Roofline", "The line is what this device was measured to do.", roofline);
        }
    }

    private static void Figure(StringBuilder page, string title, string caption, string svg) =>
        page.Append(
            CultureInfo.InvariantCulture,
            $"<figure><figcaption><b>{title}</b> {caption}</figcaption>{svg}</figure>\n"
        );

    private static ImmutableArray<PlottedMeasurement> History(ReportModel model, ReportCase c) =>
        [
            .. model
                .Past.Select(m => Point(m.Measurement, m.Cases.GetValueOrDefault(c.Judgement.Name)))
                .OfType<PlottedMeasurement>(),
        ];

    private static PlottedMeasurement? Point(Measurement measurement, MeasuredCase? measured)
    {
        var runs = (measured?.Runs ?? []).Select(r => r.Samples).ToImmutableArray();
        if (RunLocation.Of(runs) is not { } location)
            return null;
        var git = measurement.Environment.Git;
        var label = git?.Tag ?? (git is null ? $"{measurement.StartedAt:MM-dd}" : CommitName.Of(git.Commit));
        return new(PlainText.Message(label, 12), location, [.. RunLocation.Each(runs)]);
    }
}
