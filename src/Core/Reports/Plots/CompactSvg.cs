using System.Globalization;
using System.Text;
using OxyPlot;
using PerfGate.Core.Reports.Text;

namespace PerfGate.Core.Reports.Plots;

/// <summary>
/// Writes what OxyPlot lays out as small SVG: colours as classes of the page's style sheet, points of one kind as one
/// path, coordinates to a tenth of a pixel. It is home-made because OxyPlot's own exporter knows no classes, which dark
/// mode needs, and writes 13 KB for a plot of 20 points and a line; here a plot of runs takes 3.
/// </summary>
internal sealed class CompactSvg : RenderContextBase
{
    // Mean advance of a sans-serif digit or letter, and the height of a line, as shares of the font size.
    private const double Advance = 0.62, Line = 1.2;

    private readonly StringBuilder _body = new();
    private int _clips;

    /// <inheritdoc/>
    public override int ClipCount => _clips;

    /// <summary>Renders a plot as one <c>svg</c> element.</summary>
    /// <param name="model">The plot.</param>
    /// <param name="width">Width of the view box.</param>
    /// <param name="height">Height of the view box.</param>
    /// <param name="title">What it shows, for those who cannot see it; foreign text.</param>
    public static string Render(PlotModel model, double width, double height, string title)
    {
        var svg = new CompactSvg();
        ((IPlotModel)model).Update(updateData: true);
        ((IPlotModel)model).Render(svg, new OxyRect(0, 0, width, height));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"<svg class=\"plot\" viewBox=\"0 0 {width} {height}\" "
                + $"role=\"img\"><title>{HtmlText.Escape(title)}</title>{svg._body}</svg>"
        );
    }

    /// <inheritdoc/>
    public override void DrawLine(
        IList<ScreenPoint> points,
        OxyColor stroke,
        double thickness,
        EdgeRenderingMode edgeRenderingMode,
        double[] dashArray,
        LineJoin lineJoin
    )
    {
        if (points.Count > 1 && stroke.IsVisible())
            Path(Polyline(points), fill: null, stroke, thickness, dashArray);
    }

    /// <inheritdoc/>
    public override void DrawLineSegments(
        IList<ScreenPoint> points,
        OxyColor stroke,
        double thickness,
        EdgeRenderingMode edgeRenderingMode,
        double[] dashArray,
        LineJoin lineJoin
    )
    {
        if (points.Count < 2 || !stroke.IsVisible())
            return;
        var path = new StringBuilder();
        for (var i = 0; i + 1 < points.Count; i += 2)
            path.Append(Polyline([points[i], points[i + 1]]));
        Path(path.ToString(), fill: null, stroke, thickness, dashArray);
    }

    /// <inheritdoc/>
    public override void DrawPolygon(
        IList<ScreenPoint> points,
        OxyColor fill,
        OxyColor stroke,
        double thickness,
        EdgeRenderingMode edgeRenderingMode,
        double[] dashArray,
        LineJoin lineJoin
    )
    {
        if (points.Count > 2 && (fill.IsVisible() || stroke.IsVisible()))
            Path(Polyline(points) + "z", fill, stroke, thickness, dashArray);
    }

    /// <inheritdoc/>
    public override void DrawEllipses(
        IList<OxyRect> extents,
        OxyColor fill,
        OxyColor stroke,
        double thickness,
        EdgeRenderingMode mode
    )
    {
        if (extents.Count == 0 || !fill.IsVisible())
            return;
        // A line of no length with round ends is a dot.
        var path = new StringBuilder();
        foreach (var e in extents)
            path.Append('M').Append(Number(e.Center.X)).Append(' ').Append(Number(e.Center.Y)).Append("h0");
        _body.Append(
            CultureInfo.InvariantCulture,
            $"<path class=\"k{fill.B} dot\" stroke-width=\"{Number(extents[0].Width)}\""
        );
        AppendOpacity("stroke", fill);
        _body.Append(CultureInfo.InvariantCulture, $" d=\"{path}\"/>");
    }

    /// <inheritdoc/>
    public override void DrawText(
        ScreenPoint p,
        string text,
        OxyColor fill,
        string fontFamily,
        double fontSize,
        double fontWeight,
        double rotation,
        HorizontalAlignment horizontalAlignment,
        VerticalAlignment verticalAlignment,
        OxySize? maxSize
    )
    {
        if (string.IsNullOrEmpty(text))
            return;
        var anchor = horizontalAlignment switch
        {
            HorizontalAlignment.Center => " text-anchor=\"middle\"",
            HorizontalAlignment.Right => " text-anchor=\"end\"",
            _ => "",
        };
        var shift =
            verticalAlignment switch
            {
                VerticalAlignment.Top => 0.8,
                VerticalAlignment.Middle => 0.35,
                _ => -0.2,
            } * fontSize;
        var place =
            rotation == 0
                ? $"x=\"{Number(p.X)}\" y=\"{Number(p.Y + shift)}\""
                : $"transform=\"translate({Number(p.X)},{Number(p.Y)})rotate({Number(rotation)})\" "
                    + $"y=\"{Number(shift)}\"";
        _body.Append(
            CultureInfo.InvariantCulture,
            $"<text class=\"f{fill.B}\" {place}{anchor}>{HtmlText.Escape(text)}</text>"
        );
    }

    /// <inheritdoc/>
    public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight) =>
        string.IsNullOrEmpty(text) ? OxySize.Empty : new(text.Length * fontSize * Advance, fontSize * Line);

    /// <inheritdoc/>
    public override void PushClip(OxyRect clippingRectangle) => _clips++;

    /// <inheritdoc/>
    public override void PopClip() => _clips--;

    private void Path(string path, OxyColor? fill, OxyColor stroke, double thickness, double[]? dashArray)
    {
        var filled = fill is { } f && f.IsVisible();
        var stroked = stroke.IsVisible() && thickness > 0;
        _body.Append("<path class=\"")
            .Append(filled ? $"f{fill!.Value.B}" : "n")
            .Append(stroked ? $" k{stroke.B}" : "").Append('"');
        if (filled)
            AppendOpacity("fill", fill!.Value);
        if (stroked && Math.Abs(thickness - 1) > 1e-9)
            _body.Append(CultureInfo.InvariantCulture, $" stroke-width=\"{Number(thickness)}\"");
        if (stroked)
            AppendOpacity("stroke", stroke);
        if (stroked && dashArray is { Length: > 0 })
            _body.Append(" stroke-dasharray=\"4 3\"");
        _body.Append(CultureInfo.InvariantCulture, $" d=\"{path}\"/>");
    }

    private void AppendOpacity(string kind, OxyColor colour)
    {
        if (colour.A < 255)
            _body.Append(CultureInfo.InvariantCulture, $" {kind}-opacity=\"{colour.A / 255.0:0.##}\"");
    }

    private static string Polyline(IList<ScreenPoint> points)
    {
        var path = new StringBuilder(points.Count * 12);
        for (var i = 0; i < points.Count; i++)
            path.Append(i == 0 ? 'M' : 'L').Append(Number(points[i].X)).Append(' ').Append(Number(points[i].Y));
        return path.ToString();
    }

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
