using System.Collections.Immutable;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace PerfGate.Core.Reports.Plots;

/// <summary>
/// The samples in the order in which they were taken, run after run, so that drift within a run or between runs shows.
/// </summary>
internal static class TimeOrderPlot
{
    // Some 10 bytes a point: more would be dots upon dots at this width anyway.
    private const int MostPoints = 400;

    /// <summary>Renders the samples in the order in which they were taken as SVG.</summary>
    /// <param name="series">The times.</param>
    /// <param name="name">The case's name; foreign text.</param>
    public static string Render(CaseSeries series, string name)
    {
        var plot = PlotFrame.Plot();
        var runs = Math.Max(series.Reference.Length, series.Candidate.Length);
        plot.Axes.Add(PlotFrame.Linear(AxisPosition.Left, series.Low, series.High, series.Unit.Name));
        var bottom = PlotFrame.Linear(AxisPosition.Bottom, 0, runs, "run, its samples from left to right");
        bottom.MajorStep = runs > 16 ? 5 : 1;
        bottom.LabelFormatter = x => x < runs ? $"{x + 1:0}" : "";
        plot.Axes.Add(bottom);
        for (var i = 1; i < runs; i++)
            plot.Annotations.Add(
                new LineAnnotation
                {
                    Type = LineAnnotationType.Vertical,
                    X = i,
                    Color = PlotInk.Grid,
                    LineStyle = LineStyle.Solid,
                }
            );
        Add(plot, series, series.Reference, PlotInk.Reference);
        Add(plot, series, series.Candidate, PlotInk.Candidate);
        return CompactSvg.Render(
            plot,
            PlotFrame.Width,
            PlotFrame.Height,
            $"Samples of {name} in time order, run after run, reference and candidate."
        );
    }

    /// <summary>Whether some samples are left out of the plot.</summary>
    /// <param name="series">The times.</param>
    public static bool IsThinned(CaseSeries series) =>
        new[] { series.Reference, series.Candidate }.Any(side =>
            side.Any(run => run.Length > PointsPerRun(side.Length))
        );

    private static void Add(
        PlotModel plot,
        CaseSeries series,
        ImmutableArray<ImmutableArray<double>> runs,
        OxyColor colour
    )
    {
        if (runs.IsEmpty)
            return;
        var dots = new ScatterSeries
        {
            MarkerType = MarkerType.Circle,
            MarkerSize = 1.3,
            MarkerFill = OxyColor.FromAColor(170, colour),
        };
        for (var run = 0; run < runs.Length; run++)
        {
            var samples = runs[run];
            foreach (var i in Thinned(samples, PointsPerRun(runs.Length)))
                dots.Points.Add(
                    new(run + ((i + 0.5) / samples.Length), Math.Clamp(samples[i], series.Low, series.High))
                );
        }

        plot.Series.Add(dots);
    }

    // Every n-th sample: keeping the extremes of each stretch instead would draw two bands where there is one.
    private static IEnumerable<int> Thinned(ImmutableArray<double> samples, int most)
    {
        var step = Math.Max(1.0, (double)samples.Length / most);
        for (var i = 0.0; (int)i < samples.Length; i += step)
            yield return (int)i;
    }

    private static int PointsPerRun(int runs) => Math.Max(4, MostPoints / runs);
}
