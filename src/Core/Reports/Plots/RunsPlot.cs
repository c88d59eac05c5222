using System.Collections.Immutable;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;
using PerfGate.Core.Statistics;

namespace PerfGate.Core.Reports.Plots;

/// <summary>
/// Both sides' runs: a dot at each run's interquartile mean, a bar over the middle half of its samples, a line at the
/// side's location.
/// </summary>
internal static class RunsPlot
{
    /// <summary>Renders the runs of both sides as SVG.</summary>
    /// <param name="series">The times.</param>
    /// <param name="name">The case's name; foreign text.</param>
    public static string Render(CaseSeries series, string name)
    {
        var plot = PlotFrame.Plot();
        var gap = series.Reference.IsEmpty ? 0 : series.Reference.Length + 1;
        var end = gap + series.Candidate.Length;
        var values = series.Reference.Concat(series.Candidate).SelectMany(r => Middle(r)).ToArray();
        var margin = Math.Max((values.Max() - values.Min()) * 0.1, values.Max() * 2e-5);
        plot.Axes.Add(
            PlotFrame.Linear(AxisPosition.Left, values.Min() - margin, values.Max() + margin, series.Unit.Name)
        );
        var bottom = PlotFrame.Linear(AxisPosition.Bottom, 0, end + 1, "run");
        bottom.MajorStep = end > 16 ? 5 : 1;
        bottom.LabelFormatter = x => Label((int)Math.Round(x), series.Reference.Length, gap, end);
        plot.Axes.Add(bottom);
        AddSide(plot, series.Reference, 0, PlotInk.Reference);
        AddSide(plot, series.Candidate, gap, PlotInk.Candidate);
        return CompactSvg.Render(
            plot,
            PlotFrame.Width,
            PlotFrame.Height,
            $"Runs of {name}: {series.Reference.Length} of the reference on the left, {series.Candidate.Length} of the "
                + $"candidate on the right."
        );
    }

    private static void AddSide(
        PlotModel plot,
        ImmutableArray<ImmutableArray<double>> runs,
        int offset,
        OxyColor colour
    )
    {
        if (runs.IsEmpty)
            return;
        var location = RunLocation.Of(runs)!.Value;
        plot.Series.Add(Line([new(offset + 0.5, location), new(offset + runs.Length + 0.5, location)], colour, 1.5));
        var dots = new ScatterSeries { MarkerType = MarkerType.Circle, MarkerSize = 3.2, MarkerFill = colour };
        for (var i = 0; i < runs.Length; i++)
        {
            var middle = Middle(runs[i]);
            plot.Series.Add(
                Line(
                    [new(offset + i + 1, middle[0]), new(offset + i + 1, middle[^1])],
                    OxyColor.FromAColor(110, colour),
                    4
                )
            );
            dots.Points.Add(new(offset + i + 1, middle[1]));
        }

        plot.Series.Add(dots);
    }

    private static LineSeries Line(IEnumerable<DataPoint> points, OxyColor colour, double thickness)
    {
        var line = new LineSeries { Color = colour, StrokeThickness = thickness };
        line.Points.AddRange(points);
        return line;
    }

    private static ImmutableArray<double> Middle(ImmutableArray<double> run)
    {
        var sorted = run.Sort();
        return
        [
            sorted[(sorted.Length - 1) / 4],
            InterquartileMean.OfSorted(sorted.AsSpan()),
            sorted[(sorted.Length - 1) * 3 / 4],
        ];
    }

    private static string Label(int x, int references, int gap, int end)
    {
        if (x < 1 || x > end || (x > references && x <= gap))
            return "";
        return x <= references ? $"{x}" : $"{x - gap}";
    }
}
