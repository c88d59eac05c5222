using OxyPlot;

namespace PerfGate.Core.Reports.Plots;

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
