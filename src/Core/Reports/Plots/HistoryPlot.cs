using System.Collections.Immutable;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;
using PerfGate.Core.Baselines;

namespace PerfGate.Core.Reports.Plots;

/// <summary>One case over the baseline's measurements, with their tags, and the candidate last.</summary>
internal static class HistoryPlot
{
    /// <summary>Renders the history of a case over the measurements of its baseline as SVG.</summary>
    /// <param name="points">
    /// The measurements that have the case, oldest first, at least two; the last is the candidate's.
    /// </param>
    /// <param name="changes">
    /// Indexes into <paramref name="points"/> at which another level begins; see <see cref="LevelsBeginAt"/>.
    /// </param>
    /// <param name="name">The case's name; foreign text.</param>
    public static string Render(ImmutableArray<PlottedMeasurement> points, ImmutableArray<int> changes, string name)
    {
        var unit = TimeUnit.For(points[^1].Location);
        var values = points.SelectMany(p => p.Runs.Append(p.Location)).Select(v => v / unit.Nanoseconds).ToArray();
        var margin = Math.Max((values.Max() - values.Min()) * 0.12, values.Max() * 1e-4);
        var plot = PlotFrame.Plot();
        plot.Axes.Add(PlotFrame.Linear(AxisPosition.Left, values.Min() - margin, values.Max() + margin, unit.Name));
        var bottom = PlotFrame.Linear(AxisPosition.Bottom, -0.5, points.Length - 0.5, "measurement");
        bottom.MajorStep = Math.Ceiling(points.Length / 7.0);
        bottom.LabelFormatter = x => x >= 0 && x < points.Length ? points[(int)Math.Round(x)].Label : "";
        plot.Axes.Add(bottom);
        foreach (var change in changes)
        {
            plot.Annotations.Add(new LineAnnotation
            {
                Type = LineAnnotationType.Vertical, X = change - 0.5, Color = PlotInk.Mark, LineStyle = LineStyle.Dash,
            });
        }

        AddDots(plot, points, (p, i) => p.Runs.Select(r => new ScatterPoint(i, r / unit.Nanoseconds)), 1.6, 120);
        var line = new LineSeries { Color = PlotInk.Axis, StrokeThickness = 1.2 };
        line.Points.AddRange(points.Select((p, i) => new DataPoint(i, p.Location / unit.Nanoseconds)));
        plot.Series.Add(line);
        AddDots(plot, points, (p, i) => [new(i, p.Location / unit.Nanoseconds)], 3.6, 255);
        var levels = changes.IsEmpty
            ? "no change of level"
            : $"another level begins at {string.Join(", ", changes.Select(c => points[c].Label))}";
        return CompactSvg.Render(
            plot,
            PlotFrame.Width,
            PlotFrame.Height,
            $"History of {name}: {string.Join(", ", points.Select(p => p.Label))}; {levels}."
        );
    }

    /// <summary>At which measurements another level begins.</summary>
    /// <param name="points">The measurements, oldest first.</param>
    public static ImmutableArray<int> LevelsBeginAt(ImmutableArray<PlottedMeasurement> points) =>
        HistoryLevels.BeginAt([.. points.Select(p => p.Runs)]);

    // The newest measurement is the candidate's.
    private static void AddDots(
        PlotModel plot,
        ImmutableArray<PlottedMeasurement> points,
        Func<PlottedMeasurement, int, IEnumerable<ScatterPoint>> dots,
        double size,
        byte opacity
    )
    {
        foreach (var isNewest in new[] { false, true })
        {
            var series = new ScatterSeries
            {
                MarkerType = MarkerType.Circle,
                MarkerSize = size,
                MarkerFill = OxyColor.FromAColor(opacity, isNewest ? PlotInk.Candidate : PlotInk.Reference),
            };
            series.Points.AddRange(points.SelectMany((p, i) => i == points.Length - 1 == isNewest ? dots(p, i) : []));
            plot.Series.Add(series);
        }
    }
}

/// <summary>One measurement of a case in its history.</summary>
/// <param name="Label">The tag, the short commit or the date; foreign text.</param>
/// <param name="Location">Where its runs lie, nanoseconds.</param>
/// <param name="Runs">The location of each run, nanoseconds.</param>
internal sealed record PlottedMeasurement(string Label, double Location, ImmutableArray<double> Runs);
