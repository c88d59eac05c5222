using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Judgement;
using PerfGate.Core.Reports.Model;
using PerfGate.Core.Reports.Svg;
using PerfGate.Core.Reports.Text;

namespace PerfGate.Core.Reports.Html;

/// <summary>A folded part for each case: what was said of it, on what evidence, and its plots.</summary>
internal static class HtmlCaseDetails
{
    /// <summary>
    /// How many cases get full plots, the worst first; the others get a strip of their runs. A case's plots are some 25
    /// KB, and a page of more than 10 MB is slow to open.
    /// </summary>
    public const int FullyPlotted = 120;

    // What a reviewer came for is open already; more than these would bury the rest.
    private const int Opened = 3;

    /// <summary>Appends them.</summary>
    public static void Append(StringBuilder page, ReportModel model)
    {
        page.Append("<h2>Case by case</h2>\n");
        if (model.Cases.Length > FullyPlotted)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"<p>The first {FullyPlotted} of {model.Cases.Length:N0} cases, the worst, have all plots; the others "
                    + $"have a strip of their runs.</p>\n"
            );
        }

        // Plots take most of a report's time, and no case needs another.
        var parts = new string[model.Cases.Length];
        Parallel.For(0, parts.Length, i => parts[i] = Case(model, model.Cases[i], i));
        foreach (var part in parts)
            page.Append(part);
    }

    private static string Case(ReportModel model, ReportCase c, int index)
    {
        var page = new StringBuilder();
        var j = c.Judgement;
        var open = index < Opened && c.IsChanged ? " open" : "";
        page.Append(
            CultureInfo.InvariantCulture,
            $"<details id=\"c{index}\"{open}><summary><h3>{HtmlText.Name(j.Name)}</h3>{HtmlChip.Of(c.Verdict)}"
                + $"{Change(j)}</summary><div class=\"inside\">\n"
        );
        page.Append(CultureInfo.InvariantCulture, $"<p>{HtmlText.Escape(j.Reason)}</p>\n<dl>");
        foreach (var (label, value) in Facts(c, model.Input.Links))
            page.Append(CultureInfo.InvariantCulture, $"<dt>{label}</dt><dd>{value}</dd>");
        page.Append("</dl>\n");
        if (model.ExplanationOf(j.Name) is { } explained)
            HtmlExplanation.Append(page, explained);
        if (index < FullyPlotted)
            HtmlFigures.Append(page, model, c);
        else
            page.Append(RunStrip.Render(c));
        return page.Append("</div></details>\n").ToString();
    }

    private static string Change(CaseJudgement j) =>
        j.Ratio is null ? "" : $"<span class=\"end\">{Encode(Quantity.Change(j.Ratio, j.RatioInterval))}</span>";

    private static IEnumerable<(string Label, string Value)> Facts(ReportCase c, ReportLinks? links)
    {
        var j = c.Judgement;
        if (j.Source is { } source)
            yield return (
                c.Verdict == CaseVerdict.WeakerCheck || j.Observed is not null ? "Declared at" : "Kernel at",
                Place(source, links)
            );
        if (j.ReferenceNs is not null || j.CandidateNs is not null)
            yield return (
                "Time",
                $"{Quantity.Duration(j.ReferenceNs)} → {Quantity.Duration(j.CandidateNs)}, {Quantity.Runs(j.Runs)} "
                    + $"runs{(c.WasTried ? ", in the interleaved trial" : "")}"
            );
        if (j.Observed is { } observed)
            yield return ("Conditions", HtmlText.Escape(observed.Said, 300));
        if (LaunchTimes(c) is { } launches)
            yield return ("Per launch", launches);
        if (j.HedgesG is not null || j.P is not null)
            yield return (
                "Evidence",
                Encode(
                    $"g = {Quantity.EffectSize(j.HedgesG)}, Cliff’s δ = "
                        + $"{(j.CliffsDelta is { } d ? Quantity.Significant(d, 3) : Quantity.None)}, "
                        + $"{Quantity.P(j.P)}, tolerance {Quantity.Tolerance(j)}"
                )
            );
        if (j.MinimumDetectableEffect is { } smallest)
            yield return (
                "Could have seen",
                $"a slow-down of {Quantity.Share(smallest)} or "
                    + $"more{(j.RunsToDecide is { } runs ? $"; about {runs} runs a side would decide" : "")}"
            );
        if (j.Accusation is { } a)
            yield return (
                "First stage",
                Encode(
                    $"{Quantity.Change(a.Ratio, a.RatioInterval)}, {Quantity.P(a.P)}, {Quantity.Runs(a.Runs)} runs, "
                        + $"against "
                ) + HtmlText.Escape(a.Against, 200)
            );
        if (j.Accepted is { } accepted)
            yield return (
                "Accepted",
                $"up to {Quantity.Change(accepted.MaximumRatio)} until {accepted.Expires:yyyy-MM-dd}: "
                    + $"{HtmlText.Escape(accepted.Reason, 300)}"
            );
        if (j.AcceptedEdit is { } edit)
            yield return ("Check accepted", $"until {edit.Expires:yyyy-MM-dd}: {HtmlText.Escape(edit.Reason, 300)}");
        foreach (var declared in j.Edits)
            yield return ("This branch", HtmlText.Escape(declared.Text, 600));
        foreach (var output in j.Accuracy)
        {
            yield return (
                "Accuracy",
                $"<code>{HtmlText.Escape(output.Buffer, 100)}</code>: relative error "
                    + $"{AccuracyText.RelativeError(output)}, largest difference "
                    + $"{AccuracyText.LargestDifference(output)}, exact {Encode(AccuracyText.ExactShare(output))}, the "
                    + $"same bytes in every run: {AccuracyText.SameBytes(output)}"
            );
        }

        foreach (var change in ResourceChange.Of(j))
            yield return (
                "Machine code",
                $"<code>{HtmlText.Escape(change.Kernel, 200)}</code>: {HtmlText.Escape(change.Text)}"
            );
        if (c.Roofline is { } r)
            yield return ("Rates", Rates(r));
        if (c.Candidate?.PeakMemoryBytes is { } peak)
            yield return ("Peak memory", Quantity.Bytes(peak));
        foreach (var check in (c.Candidate?.Checks ?? []).Where(k => !k.Passed))
            yield return (
                "Output",
                $"<code>{HtmlText.Escape(check.Buffer, 100)}</code>: relative error "
                    + $"{Quantity.Significant(check.RelativeError, 3)}. {HtmlText.Escape(check.Detail ?? "", 300)}"
            );
        foreach (var discarded in c.Candidate?.Discarded ?? [])
            yield return ("Thrown away", $"run {discarded.Run + 1}: {HtmlText.Escape(discarded.Reason, 300)}");
    }

    private static string Place(SourceLocation at, ReportLinks? links)
    {
        var text = $"<code>{HtmlText.Escape($"{at.File}:{at.Line}", 300)}</code>";
        return links?.Line(at) is { } address ? HtmlText.Link(address, text) : text;
    }

    // The candidate's own, the middle of its runs: what a case of several launches spends its time on.
    private static string? LaunchTimes(ReportCase c)
    {
        var runs = (c.Candidate?.Runs ?? []).Select(r => r.LaunchTimes).OfType<ImmutableArray<double>>().ToList();
        if (runs.Count == 0 || runs[0].Length < 2 || runs.Any(r => r.Length != runs[0].Length))
            return null;
        var names = c.Candidate!.Kernels;
        return string.Join(
            ", ",
            Enumerable
                .Range(0, runs[0].Length)
                .Select(i =>
                    (
                        names.Length == runs[0].Length
                            ? $"<code>{HtmlText.Escape(names[i].Name, 100)}</code>"
                            : $"launch {i + 1}"
                    )
                    + $" {Quantity.Duration(runs.Select(r => r[i]).Order().ElementAt(runs.Count / 2))}"
                )
        );
    }

    private static string Rates(RooflinePosition r)
    {
        IEnumerable<string> rates =
        [
            .. r.FlopsPerSecond is null
                ? []
                : new[] { $"{Quantity.Rate(r.FlopsPerSecond, "FLOP")}{Of(r.ComputeShare, "matrix product")}" },
            .. r.BytesPerSecond is null
                ? []
                : new[] { $"{Quantity.Rate(r.BytesPerSecond, "B")}{Of(r.CopyShare, "copy")}" },
            .. r.Intensity is null ? [] : new[] { $"{Quantity.Significant(r.Intensity.Value, 3)} FLOP/B" },
        ];
        return string.Join(", ", rates)
            + (
                r.AboveCeiling
                    ? " <strong class=\"slower\">above the ceiling: the manifest’s work count is wrong</strong>"
                    : ""
            );
    }

    private static string Of(double? share, string ceiling) =>
        share is null ? "" : $" ({Quantity.Share(share)} of the measured {ceiling})";

    private static string Encode(string own) => own.Replace("<", "&lt;", StringComparison.Ordinal);
}
