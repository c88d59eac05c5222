using System.Globalization;
using System.Text;
using PerfGate.Core.Policy;
using PerfGate.Core.Reports.Model;
using PerfGate.Core.Reports.Plots;
using PerfGate.Core.Reports.Text;

namespace PerfGate.Core.Reports.Html;

/// <summary>
/// What surrounds the cases: warnings above, and below the roofline of all, the reference, the environment and how to
/// do it again.
/// </summary>
internal static class HtmlSurroundings
{
    private const string CeilingLegend =
        "<p class=\"legend\"><span class=\"candidate\">case</span><span class=\"wrong\">above a ceiling</span>"
        + "<span class=\"ceiling\">measured ceilings</span></p>";

    /// <summary>Appends what a reader must not miss.</summary>
    public static void AppendWarnings(StringBuilder page, ReportModel model)
    {
        var lines = model.Warnings().ToArray();
        if (lines.Length == 0)
            return;
        page.Append("<ul class=\"warnings\" aria-label=\"Warnings\">");
        foreach (var line in lines)
            page.Append(CultureInfo.InvariantCulture, $"<li>{HtmlText.Escape(line)}</li>");
        page.Append("</ul>\n");
    }

    /// <summary>Appends the rest.</summary>
    public static void AppendRest(StringBuilder page, ReportModel model)
    {
        AppendAcceptance(page, model);
        AppendRoofline(page, model);
        AppendReference(page, model);
        AppendAccepted(page, model);
        AppendEnvironment(page, model);
        page.Append("<h2>Reproduce it locally</h2>\n<pre tabindex=\"0\"><code>");
        page.Append(HtmlText.Lines(Reproduction.Commands(model))).Append("</code></pre>\n");
    }

    private static void AppendAcceptance(StringBuilder page, ReportModel model)
    {
        var lines = AcceptanceSnippet.Of(model);
        if (lines.Count == 0)
            return;
        page.Append(
            "<h2>Accept a slow-down</h2>\n<p>Where it is worth it, put this into <code>perfgate.json</code>, with the "
                + "reason. It is reviewed together with the change.</p>\n<pre tabindex=\"0\"><code>"
        );
        page.Append(HtmlText.Lines(lines)).Append("</code></pre>\n");
    }

    private static void AppendRoofline(StringBuilder page, ReportModel model)
    {
        var positions = model.Listed.Select(c => c.Roofline).OfType<RooflinePosition>().ToArray();
        if (
            model.Input.Measurement?.Ceilings is not { } ceilings
            || RooflinePlot.Render(
                positions,
                ceilings,
                "Roofline: every case with a work count under the measured ceilings"
            )
                is not { } plot
        )
        {
            return;
        }

        var above = positions.Count(p => p.AboveCeiling);
        page.Append(
            CultureInfo.InvariantCulture,
            $"""
            <h2>Roofline</h2>
            <p>Measured on this device in the same session: copy {Quantity.Rate(
                ceilings.CopyBytesPerSecond,
                "B"
            )}, {HtmlText.Escape(ceilings.MatrixPrecision, 40)} matrix product {Quantity.Rate(
                ceilings.MatrixFlopsPerSecond,
                "FLOP"
            )}.{(
                above == 0
                    ? ""
                    : $" <strong class=\"slower\">{above} above a ceiling: there the manifest’s work count is wrong."
                        + "</strong>"
            )}</p>
            {CeilingLegend}
            <figure><figcaption><b>All cases</b> above that state their work.</figcaption>{plot}</figure>

            """);
    }

    private static void AppendReference(StringBuilder page, ReportModel model)
    {
        var reference = model.Verdict.Reference;
        page.Append(
            CultureInfo.InvariantCulture,
            $"<h2>How the reference was chosen</h2>\n<p>{HtmlText.Escape(reference.Reason)}</p>\n<dl>"
        );
        Fact(page, "File", reference.Path);
        Fact(page, "Commit", reference.Commit);
        Fact(page, "Tag", reference.Tag);
        Fact(page, "Measured", reference.MeasuredAt is { } at ? $"{at.UtcDateTime:yyyy-MM-dd HH:mm} UTC" : null);
        Fact(page, "Drift of the machine", model.DriftFact());
        page.Append("</dl>\n");
    }

    private static void AppendAccepted(StringBuilder page, ReportModel model)
    {
        var accepted = model.Verdict.Policy.Accepted
            .Concat(model.Cases.Select(c => c.Judgement.Accepted).OfType<AcceptedSlowdown>()).Distinct().ToArray();
        if (accepted.Length == 0)
            return;
        page.Append(
            "<h2>Accepted slow-downs</h2>\n<div class=\"scroll\" role=\"region\" aria-label=\"Accepted slow-downs\" "
                + "tabindex=\"0\"><table><thead><tr><th scope=\"col\">Case</th><th scope=\"col\">Up to</th><th "
                + "scope=\"col\">Until</th><th scope=\"col\">Why</th><th scope=\"col\" "
                + "class=\"number\">Cases</th></tr></thead><tbody>\n"
        );
        foreach (var a in accepted)
        {
            var used = model.Cases.Count(c => c.Judgement.Accepted == a);
            page.Append(
                CultureInfo.InvariantCulture,
                $"<tr><th scope=\"row\">{HtmlText.Name(a.Case)}</th><td>{Quantity.Change(a.MaximumRatio)}</td>"
                    + $"<td>{a.Expires:yyyy-MM-dd}</td><td>{HtmlText.Escape(a.Reason, 300)}</td>"
                    + $"<td class=\"number\">{used}</td></tr>\n"
            );
        }

        page.Append("</tbody></table></div>\n");
    }

    private static void AppendEnvironment(StringBuilder page, ReportModel model)
    {
        page.Append("<h2>Environment</h2>\n");
        var differences = model.Verdict.EnvironmentDifferences;
        if (!differences.IsEmpty)
        {
            page.Append(
                "<div class=\"scroll\" role=\"region\" aria-label=\"Differences of the environments\" "
                    + "tabindex=\"0\"><table><caption>What differs between the two sides.</caption><thead><tr><th "
                    + "scope=\"col\">Field</th><th scope=\"col\">Reference</th><th "
                    + "scope=\"col\">Candidate</th></tr></thead><tbody>\n"
            );
            foreach (var d in differences)
            {
                var chip = d.Incomparable ? " <span class=\"chip bad\">not comparable</span>" : "";
                page.Append(
                    CultureInfo.InvariantCulture,
                    $"<tr><th scope=\"row\"><code>{HtmlText.Escape(d.Field, 100)}</code>{chip}</th>"
                        + $"<td>{HtmlText.Escape(d.Reference ?? "absent", 200)}</td>"
                        + $"<td>{HtmlText.Escape(d.Candidate ?? "absent", 200)}</td></tr>\n"
                );
            }

            page.Append("</tbody></table></div>\n");
        }

        page.Append("<dl>");
        foreach (var fact in EnvironmentFacts.Of(model))
            Fact(page, fact.Label, fact.Value);
        page.Append("</dl>\n");
    }

    private static void Fact(StringBuilder page, string label, string? value)
    {
        if (value is not null)
            page.Append(CultureInfo.InvariantCulture, $"<dt>{label}</dt><dd>{HtmlText.Escape(value)}</dd>");
    }
}
