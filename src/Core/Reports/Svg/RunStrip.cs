using System.Globalization;
using System.Text;
using PerfGate.Core.Reports.Model;
using PerfGate.Core.Reports.Text;
using PerfGate.Core.Statistics;
using PerfGate.Core.Text;

namespace PerfGate.Core.Reports.Svg;

/// <summary>
/// The runs of both sides as two rows of dots over one axis of time, for the cases beyond those that get full plots:
/// under 1 KB each, so that a thousand of them keep the page small.
/// </summary>
internal static class RunStrip
{
    private const double Width = 440, Left = 70, Right = 430;

    /// <summary>Renders one; empty if nothing was timed.</summary>
    /// <param name="c">The case.</param>
    public static string Render(ReportCase c)
    {
        var reference = RunLocation.Each(c.ReferenceRuns).ToArray();
        var candidate = RunLocation.Each(c.CandidateRuns).ToArray();
        var all = reference.Concat(candidate).ToArray();
        if (all.Length == 0)
            return "";
        double low = all.Min(),
            high = all.Max(),
            span = Math.Max(high - low, high * 1e-6);
        string Dots(double[] runs, double y) =>
            runs.Aggregate(
                    new StringBuilder(),
                    (path, run) =>
                        path.Append(
                            CultureInfo.InvariantCulture,
                            $"M{Left + ((Right - Left) * (run - low) / span):0.#} {y}h0"
                        )
                )
                .ToString();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"<svg class=\"strip plot\" viewBox=\"0 0 {Width} 62\" role=\"img\"><title>Runs of "
                + $"{HtmlText.Escape(PlainText.Name(c.Judgement.Name))}</title>"
                + $"<path class=\"k2\" d=\"M{Left} 14H{Right}M{Left} 34H{Right}\"/><text class=\"f0\" x=\"0\" "
                + $"y=\"18\">reference</text><text class=\"f0\" x=\"0\" y=\"38\">candidate</text>"
                + $"<path class=\"k3 dot\" stroke-width=\"6\" d=\"{Dots(reference, 14)}\"/><path class=\"k4 dot\" "
                + $"stroke-width=\"6\" d=\"{Dots(candidate, 34)}\"/>"
                + $"<text class=\"f0\" x=\"{Left}\" y=\"57\">{Quantity.Duration(low)}</text><text class=\"f0\" "
                + $"x=\"{Right}\" y=\"57\" text-anchor=\"end\">{Quantity.Duration(high)}</text></svg>"
        );
    }
}
