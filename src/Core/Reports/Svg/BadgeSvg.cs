using System.Globalization;
using System.Security;

namespace PerfGate.Core.Reports.Svg;

/// <summary>
/// A badge of two fields, in our own hand: no font to load, no script, and no ids that would clash where several are
/// put into one page, so it shows wherever an image does.
/// </summary>
internal static class BadgeSvg
{
    // Widths of Verdana-like glyphs at 11 px; textLength below makes the text fit them whatever font is there.
    private const double Narrow = 3.9, Usual = 7.0, Padding = 6;

    /// <summary>Renders one.</summary>
    /// <param name="label">The left field; our own words.</param>
    /// <param name="message">The right field; our own words and figures.</param>
    /// <param name="colour">The right field's colour; white text on it has a contrast of 4.5 or more.</param>
    public static string Render(string label, string message, string colour)
    {
        var left = Width(label) + (2 * Padding);
        var right = Width(message) + (2 * Padding);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{left + right:0}" height="20" role="img" aria-label="{Escape(
                label
            )}: {Escape(message)}">
              <title>{Escape(label)}: {Escape(message)}</title>
              <path d="M3 0H{left:0.#}V20H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z" fill="#444b54"/>
              <path d="M{left:0.#} 0h{right - 3:0.#}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H{left:0.#}z" fill="{colour}"/>
              <g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">
                <text x="{Padding}" y="14" textLength="{left
                - (2 * Padding):0.#}" lengthAdjust="spacingAndGlyphs">{Escape(label)}</text>
                <text x="{left + Padding:0.#}" y="14" textLength="{right
                - (2 * Padding):0.#}" lengthAdjust="spacingAndGlyphs">{Escape(message)}</text>
              </g>
            </svg>

            """);
    }

    private static double Width(string text) =>
        text.Sum(c => "il.,:;!|'()[] tfjr".Contains(c, StringComparison.Ordinal) ? Narrow : Usual);

    private static string Escape(string text) => SecurityElement.Escape(text);
}
