using OxyPlot;
using OxyPlot.Axes;
using PerfGate.Core.Text;

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

/// <summary>
/// What the marks of a plot mean. A plot is laid out with these stand-ins, and <see cref="CompactSvg"/> writes their
/// index as a class: the page's style sheet gives each a colour, another one in the dark.
/// </summary>
internal static class PlotInk
{
    /// <summary>Letters.</summary>
    public static readonly OxyColor Text = OxyColor.FromRgb(0, 0, 0);

    /// <summary>Axes and their ticks.</summary>
    public static readonly OxyColor Axis = OxyColor.FromRgb(0, 0, 1);

    /// <summary>Lines to read values by.</summary>
    public static readonly OxyColor Grid = OxyColor.FromRgb(0, 0, 2);

    /// <summary>The reference's side.</summary>
    public static readonly OxyColor Reference = OxyColor.FromRgb(0, 0, 3);

    /// <summary>The candidate's side.</summary>
    public static readonly OxyColor Candidate = OxyColor.FromRgb(0, 0, 4);

    /// <summary>A ceiling, a change point: something that the points are held against.</summary>
    public static readonly OxyColor Mark = OxyColor.FromRgb(0, 0, 5);

    /// <summary>A point that cannot be right.</summary>
    public static readonly OxyColor Wrong = OxyColor.FromRgb(0, 0, 6);
}

/// <summary>The unit of a plot's axis, fit for the times on it.</summary>
/// <param name="Name">Its sign.</param>
/// <param name="Nanoseconds">How long it is.</param>
internal sealed record TimeUnit(string Name, double Nanoseconds)
{
    /// <summary>The largest unit that leaves the figures at 1 or above.</summary>
    /// <param name="nanoseconds">A typical time.</param>
    public static TimeUnit For(double nanoseconds)
    {
        var (length, sign) = Numbers.TimeUnit(nanoseconds);
        return new(sign, length);
    }
}
