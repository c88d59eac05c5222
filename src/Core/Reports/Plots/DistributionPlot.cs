using System.Collections.Immutable;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace PerfGate.Core.Reports.Plots;

/// <summary>
/// How the samples of each side are spread: two histograms over one axis of time, each with an area of one.
/// </summary>
internal static class DistributionPlot
{
    private const int MostBins = 56;

    /// <summary>Renders the distributions of both sides as SVG.</summary>
    /// <param name="series">The times.</param>
    /// <param name="name">The case's name; foreign text.</param>
    public static string Render(CaseSeries series, string name)
    {
        var width = BinWidth(series);
        var first = Math.Floor(series.Low / width) * width;
        var bins = (int)Math.Ceiling((series.High - first) / width) + 1;
        var reference = Histogram(series.Reference, first, width, bins);
        var candidate = Histogram(series.Candidate, first, width, bins);
        var plot = PlotFrame.Plot();
        var left = PlotFrame.Linear(
            AxisPosition.Left,
            0,
            Math.Max(reference.Max(), candidate.Max()) * 1.08,
            "share of the samples"
        );
        left.LabelFormatter = share => share == 0 ? "" : $"{share * 100:0.#} %";
        plot.Axes.Add(left);
        plot.Axes.Add(PlotFrame.Linear(AxisPosition.Bottom, first, first + (bins * width), series.Unit.Name));
        Add(plot, reference, first, width, PlotInk.Reference);
        Add(plot, candidate, first, width, PlotInk.Candidate);
        return CompactSvg.Render(
            plot,
            PlotFrame.Width,
            PlotFrame.Height,
            $"Distribution of the samples of {name}, reference and candidate."
        );
    }

    private static void Add(PlotModel plot, double[] shares, double first, double width, OxyColor colour)
    {
        if (shares.Sum() == 0)
            return;
        var area = new AreaSeries
        {
            Color = colour,
            Fill = OxyColor.FromAColor(60, colour),
            StrokeThickness = 1.5,
            ConstantY2 = 0,
            Color2 = OxyColors.Transparent,
        };
        for (var i = 0; i < shares.Length; i++)
        {
            area.Points.Add(new(first + (i * width), shares[i]));
            area.Points.Add(new(first + ((i + 1) * width), shares[i]));
        }

        plot.Series.Add(area);
    }

    private static double[] Histogram(ImmutableArray<ImmutableArray<double>> runs, double first, double width, int bins)
    {
        var shares = new double[bins];
        var count = runs.Sum(r => r.Length);
        foreach (var sample in runs.SelectMany(r => r))
        {
            // The clock's ticks land on the bins' edges: a hair to the right keeps them from falling either side.
            var bin = (int)Math.Floor(((sample - first) / width) + 1e-6);
            if (bin >= 0 && bin < bins)
                shares[bin] += 1.0 / count;
        }

        return shares;
    }

    // GPU timestamps tick in steps of 32 ns: bins finer than the steps would show a comb instead of a shape.
    private static double BinWidth(CaseSeries series)
    {
        var coarse = (series.High - series.Low) / MostBins;
        var steps = series.Reference.Concat(series.Candidate)
            .SelectMany(r => r.Sort().Zip(r.Sort().Skip(1), (a, b) => b - a).Where(d => d > series.High * 1e-9))
            .Order().ToArray();
        var step = steps.Length == 0 ? 0 : steps[steps.Length / 10];
        return step <= coarse || step > coarse * 12 ? coarse : step;
    }
}
