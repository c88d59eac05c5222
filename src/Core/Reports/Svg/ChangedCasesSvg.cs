using System.Globalization;
using System.Security;
using System.Text;
using PerfGate.Core.Judgement;
using PerfGate.Core.Reports.Model;
using PerfGate.Core.Reports.Text;
using PerfGate.Core.Text;

namespace PerfGate.Core.Reports.Svg;

/// <summary>
/// The changed cases as a picture for a comment: a name, a bar from no change to the measured one, and the change in
/// figures. Self-contained, without a script; it follows the reader's light or dark setting.
/// </summary>
public static class ChangedCasesSvg
{
    private const int Most = 12,
        LongestName = 38;
    private const double Row = 22,
        NameWidth = 270,
        BarWidth = 260,
        Width = 680,
        Middle = NameWidth + (BarWidth / 2);

    private const string Style =
        "text{font:12px -apple-system,\"Segoe UI\",\"Liberation Sans\",sans-serif;fill:#1f2328}.s{fill:#57606a}"
        + ".b{stroke:#b3202c}.g{stroke:#1a6b33}.w{stroke:#9a6700}.m{stroke:#8c959f}path{fill:none}"
        + "@media(prefers-color-scheme:dark){text{fill:#e4e9ef}.s{fill:#9aa6b2}.b{stroke:#ff7b84}.g{stroke:#7fd694}"
        + ".w{stroke:#ecc35e}}";

    /// <summary>Draws it.</summary>
    /// <param name="input">What to report.</param>
    /// <returns>The picture; null if no case that needs a look has a change in figures.</returns>
    public static string? Render(ReportInput input)
    {
        var cases = ReportModel
            .From(input)
            .Changed.Select(c => c.Judgement)
            .Where(c => c.Ratio is { } ratio && double.IsFinite(ratio))
            .ToList();
        if (cases.Count == 0)
            return null;
        var scale = IntervalGlyph.Scale(cases);
        var shown = cases.Take(Most).ToList();
        var height = (shown.Count + (cases.Count > Most ? 2 : 1)) * Row + 10;
        var picture = new StringBuilder();
        picture.Append(
            CultureInfo.InvariantCulture,
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height:0}" width="{Width}"
            height="{height:0}" role="img" aria-label="Changes of {cases.Count:N0} cases">
            <style>{Style}</style>
            <path class="m" d="M{Middle} 4V{(shown.Count * Row) + 6:0}"/>

            """
        );
        for (var i = 0; i < shown.Count; i++)
            AppendRow(picture, shown[i], scale, (i * Row) + 18);
        var y = (shown.Count * Row) + 20;
        if (cases.Count > Most)
        {
            Text(picture, 4, y, "s", "start", $"and {cases.Count - Most:N0} more");
            y += Row;
        }

        Text(picture, Middle, y, "s", "middle", $"faster  ←  no change  →  slower  (±{Quantity.Share(scale)})");
        return picture.Append("</svg>\n").ToString();
    }

    private static void AppendRow(StringBuilder picture, CaseJudgement c, double scale, double y)
    {
        var change = c.Ratio!.Value - 1;
        var end = Middle + (BarWidth / 2 * Math.Clamp(change / scale, -1, 1));
        var ink = VerdictTraits.Of(c.Verdict).Tone switch
        {
            VerdictTone.Bad => "b",
            VerdictTone.Good or VerdictTone.Better => "g",
            VerdictTone.Warn or VerdictTone.Plain => "w",
        };
        Text(picture, 4, y, "", "start", PlainText.Name(c.Name, LongestName));
        picture.Append(
            CultureInfo.InvariantCulture,
            $"<path class=\"{ink}\" stroke-width=\"10\" d=\"M{Middle} {y - 4}H{end:0.#}\"/>"
        );
        // A bar that is cut says so.
        if (Math.Abs(change) > scale)
        {
            var (tip, back) = change > 0 ? (end + 9, end + 3) : (end - 9, end - 3);
            picture.Append(
                CultureInfo.InvariantCulture,
                $"<path class=\"{ink} cut\" stroke-width=\"2\" d=\"M{back:0.#} {y - 9}L{tip:0.#} {y - 4}L{back:0.#} {y
                    + 1}\"/>"
            );
        }

        Text(picture, Width - 4, y, "", "end", $"{Quantity.Change(c.Ratio)} {VerdictTraits.Of(c.Verdict).Word}");
        picture.Append('\n');
    }

    private static void Text(StringBuilder picture, double x, double y, string ink, string anchor, string text) =>
        picture.Append(
            CultureInfo.InvariantCulture,
            $"<text{(ink.Length > 0 ? $" class=\"{ink}\"" : "")} x=\"{x:0.#}\" y=\"{y:0.#}\" "
                + $"text-anchor=\"{anchor}\">{SecurityElement.Escape(text)}</text>"
        );
}
