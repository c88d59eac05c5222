using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;
using PerfGate.Core.Measurements;
using PerfGate.Core.Reports.Model;

namespace PerfGate.Core.Reports.Plots;

/// <summary>
/// Cases under the ceilings that were measured on the device: operations a second over operations a byte, both
/// logarithmic.
/// </summary>
internal static class RooflinePlot
{
    /// <summary>
    /// Renders it; a point above the ceilings is drawn where it is, in the colour of what cannot be right.
    /// </summary>
    /// <param name="positions">The cases' positions; those without an intensity are not drawn.</param>
    /// <param name="ceilings">The device's own best.</param>
    /// <param name="title">What it shows; foreign text.</param>
    /// <returns>The plot; null if no position has an intensity.</returns>
    public static string? Render(IEnumerable<RooflinePosition> positions, DeviceCeilings ceilings, string title)
    {
        var drawn = positions.Where(p => p.Intensity is not null).ToArray();
        if (drawn.Length == 0 || ceilings is not { CopyBytesPerSecond: > 0, MatrixFlopsPerSecond: > 0 })
            return null;
        var ridge = ceilings.MatrixFlopsPerSecond / ceilings.CopyBytesPerSecond;
        var left = Below(Math.Min(drawn.Min(p => p.Intensity!.Value), ridge / 10));
        var right = Above(Math.Max(drawn.Max(p => p.Intensity!.Value), ridge * 10));
        var bottom = Below(Math.Min(drawn.Min(p => p.FlopsPerSecond!.Value), left * ceilings.CopyBytesPerSecond));
        var top = Above(Math.Max(drawn.Max(p => p.FlopsPerSecond!.Value), ceilings.MatrixFlopsPerSecond));
        var plot = PlotFrame.Plot();
        var rates = PlotFrame.Logarithmic(AxisPosition.Left, bottom, top, "FLOP/s");
        rates.LabelFormatter = Prefixed;
        plot.Axes.Add(rates);
        var intensities = PlotFrame.Logarithmic(AxisPosition.Bottom, left, right, "FLOP/B");
        intensities.LabelFormatter = Prefixed;
        plot.Axes.Add(intensities);
        var roof = new LineSeries { Color = PlotInk.Mark, StrokeThickness = 1.8 };
        roof.Points.AddRange([
            new(
                Math.Max(left, bottom / ceilings.CopyBytesPerSecond),
                Math.Max(left * ceilings.CopyBytesPerSecond, bottom)
            ),
            new(ridge, ceilings.MatrixFlopsPerSecond),
            new(right, ceilings.MatrixFlopsPerSecond),
        ]);
        plot.Series.Add(roof);
        Add(plot, drawn.Where(p => !p.AboveCeiling), PlotInk.Candidate);
        Add(plot, drawn.Where(p => p.AboveCeiling), PlotInk.Wrong);
        return CompactSvg.Render(plot, PlotFrame.Width, PlotFrame.Height, title);
    }

    private static void Add(PlotModel plot, IEnumerable<RooflinePosition> positions, OxyColor colour)
    {
        var dots = new ScatterSeries
        {
            MarkerType = MarkerType.Circle,
            MarkerSize = 3.6,
            MarkerFill = OxyColor.FromAColor(200, colour),
        };
        dots.Points.AddRange(positions.Select(p => new ScatterPoint(p.Intensity!.Value, p.FlopsPerSecond!.Value)));
        if (dots.Points.Count > 0)
            plot.Series.Add(dots);
    }

    private static double Below(double value) => Math.Pow(10, Math.Floor(Math.Log10(value * 0.8)));

    private static double Above(double value) => Math.Pow(10, Math.Ceiling(Math.Log10(value * 1.25)));

    private static string Prefixed(double value) => value switch
    {
        >= 1e15 => $"{value / 1e15:0.###}P",
        >= 1e12 => $"{value / 1e12:0.###}T",
        >= 1e9 => $"{value / 1e9:0.###}G",
        >= 1e6 => $"{value / 1e6:0.###}M",
        >= 1e3 => $"{value / 1e3:0.###}k",
        _ => $"{value:0.######}",
    };
}
