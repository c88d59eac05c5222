using OxyPlot;
using OxyPlot.Axes;

namespace PerfGate.Core.Reports.Plots;

/// <summary>The frame that all plots of a page share.</summary>
internal static class PlotFrame
{
    /// <summary>Width of a plot's view box.</summary>
    public const double Width = 360;

    /// <summary>Height of a plot's view box.</summary>
    public const double Height = 200;

    /// <summary>An empty plot without a border.</summary>
    public static PlotModel Plot() => new()
    {
        PlotAreaBorderThickness = new(0),
        TextColor = PlotInk.Text,
        Padding = new(2, 8, 16, 2),
        DefaultFontSize = 11,
        IsLegendVisible = false,
    };

    /// <summary>A linear axis with faint lines to read values by.</summary>
    /// <param name="position">Where it is.</param>
    /// <param name="minimum">Its lowest value.</param>
    /// <param name="maximum">Its highest value.</param>
    /// <param name="title">What it shows and the unit, as few words as do; our own.</param>
    public static LinearAxis Linear(AxisPosition position, double minimum, double maximum, string title) =>
        Styled(new LinearAxis(), position, minimum, maximum, title);

    /// <summary>A logarithmic axis.</summary>
    /// <inheritdoc cref="Linear"/>
    public static LogarithmicAxis Logarithmic(AxisPosition position, double minimum, double maximum, string title) =>
        Styled(new LogarithmicAxis(), position, minimum, maximum, title);

    private static T Styled<T>(T axis, AxisPosition position, double minimum, double maximum, string title)
        where T : Axis
    {
        axis.Position = position;
        axis.Title = title;
        axis.TitleColor = PlotInk.Text;
        axis.TitleFontSize = 11;
        axis.AxisTitleDistance = 6;
        axis.Minimum = minimum;
        axis.Maximum = maximum;
        axis.AxislineStyle = LineStyle.Solid;
        axis.AxislineColor = PlotInk.Axis;
        axis.TicklineColor = PlotInk.Axis;
        axis.MinorTickSize = 0;
        axis.MajorTickSize = 4;
        axis.TextColor = PlotInk.Text;
        axis.IntervalLength = position == AxisPosition.Bottom ? 56 : 28;
        if (position == AxisPosition.Left)
        {
            axis.MajorGridlineStyle = LineStyle.Solid;
            axis.MajorGridlineColor = PlotInk.Grid;
            axis.AxislineStyle = LineStyle.None;
            axis.MajorTickSize = 0;
        }

        return axis;
    }
}
