using System.Globalization;
using PerfGate.Core.Judgement;

namespace PerfGate.Core.Reports.Svg;

/// <summary>
/// A case's interval as a mark in its table row: the interval, the point, no change in the middle and the tolerance to
/// the right, on one scale for the whole table. In our own hand and not a plot: a table of a thousand rows has a
/// thousand, at some 250 bytes each.
/// </summary>
internal static class IntervalGlyph
{
    private const double Width = 150, Height = 20, Middle = 75, Half = 70;

    /// <summary>
    /// The change at the end of the scale, as a fraction: the widest interval up to a quarter, and never under three
    /// tolerances.
    /// </summary>
    /// <param name="cases">The table's cases.</param>
    public static double Scale(IEnumerable<CaseJudgement> cases) =>
        cases
            .Select(c =>
                Math.Max(
                    c.RatioInterval is [var low, var high] ? Math.Max(Math.Abs(low - 1), Math.Abs(high - 1)) : 0,
                    3 * (c.Tolerance ?? 0)
                )
            )
            .DefaultIfEmpty(0.03)
            .Where(double.IsFinite)
            .Select(x => Math.Clamp(x, 0.005, 0.25))
            .DefaultIfEmpty(0.03)
            .Max();

    /// <summary>Renders one; empty if nothing was compared.</summary>
    /// <param name="c">The case.</param>
    /// <param name="scale">The change at the end of the scale, as a fraction.</param>
    public static string Render(CaseJudgement c, double scale)
    {
        if (c.Ratio is not { } ratio || c.RatioInterval is not [var low, var high])
            return "";
        double X(double r) => Middle + (Half * Math.Clamp((r - 1) / scale, -1, 1));
        // The tones of the verdicts' chips, and not the colours of the two sides.
        var ink = VerdictTraits.Of(c.Verdict).Tone switch
        {
            VerdictTone.Plain or VerdictTone.Good => 0,
            VerdictTone.Better => 7,
            VerdictTone.Warn => 8,
            VerdictTone.Bad => 6,
        };
        var tolerance =
            c.Tolerance is { } t && t <= scale
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"<path class=\"k5\" stroke-dasharray=\"2 2\" d=\"M{X(1 + t):0.#} 1v18\"/>"
                )
                : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"<svg class=\"mini\" viewBox=\"0 0 {Width} {Height}\" aria-hidden=\"true\"><path class=\"k1\" "
                + $"d=\"M{Middle} 1v18\"/>{tolerance}"
                + $"<path class=\"k{ink} dot\" stroke-width=\"3\" d=\"M{X(low):0.#} 10H{X(high):0.#}\"/><path "
                + $"class=\"k{ink} dot\" stroke-width=\"8\" d=\"M{X(ratio):0.#} 10h0\"/>"
                + $"{(high - 1 > scale ? Arrow(ink, "M144 4l5 6l-5 6") : "")}"
                + $"{(low - 1 < -scale ? Arrow(ink, "M6 4l-5 6l5 6") : "")}</svg>"
        );
    }

    // The interval goes on beyond the scale.
    private static string Arrow(int ink, string path) =>
        $"<path class=\"n k{ink} cut\" stroke-width=\"2\" d=\"{path}\"/>";
}
