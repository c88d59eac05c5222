using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using PerfGate.Core.Text;
using static PerfGate.Core.Reports.Text.MarkdownText;

namespace PerfGate.Core.Campaigns;

/// <summary>The sections about one device.</summary>
internal static class BeliefSections
{
    /// <summary>A share in per cent, with what it was counted from where something was.</summary>
    public static string Share(CountedShare share) =>
        share.Share is { } found
            ? string.Create(CultureInfo.InvariantCulture, $"{Percent(found)} ({share.Hits} of {share.Trials})")
            : "–";

    /// <summary>A fraction in per cent, three significant digits.</summary>
    public static string Percent(double fraction) => Numbers.Percent(fraction);

    /// <summary>Appends the sections.</summary>
    /// <param name="page">The page.</param>
    /// <param name="campaign">The device's campaign.</param>
    public static void Append(StringBuilder page, CampaignSummary campaign)
    {
        page.Append(CultureInfo.InvariantCulture, $"## {Prose(campaign.Model)}\n\n");
        Origin(page, campaign);
        Planted(page, campaign);
        ByKernel(page, campaign);
        Harmless(page, campaign);
        Repeats(page, campaign);
        Cases(page, campaign);
    }

    private static void Origin(StringBuilder page, CampaignSummary c)
    {
        var (first, last) = (c.Records.Min(r => r.At), c.Records.Max(r => r.At));
        var verdicts = c.Records.Length;
        (string What, string Value)[] rows =
        [
            ("file", Code($"{c.Device}.jsonl")),
            ("from, to (UTC)", $"{first.UtcDateTime:yyyy-MM-dd HH:mm}, {last.UtcDateTime:yyyy-MM-dd HH:mm}"),
            ("sessions, hosts, cards", $"{Count(c, r => r.Session)}, {Count(c, r => r.Host)}, {Count(c, r => r.Gpu)}"),
            ("driver", Names(c, r => r.Driver)),
            ("compiler", Names(c, r => r.Compiler)),
            ("commit", Names(c, r => r.Commit is { } commit ? CommitName.Of(commit) : null)),
            ("PerfGate", Names(c, r => r.PerfGateVersion)),
            (
                "gates: nothing changed, planted, harmless, calibration",
                string.Join(", ", Kinds.Select(k => c.Gates(k).ToString(CultureInfo.InvariantCulture)))
            ),
            ("time in gates", $"{Numbers.Number(c.Seconds / 60)} min"),
            ("time for a case verdict", $"{Numbers.Number(c.Seconds / verdicts)} s"),
        ];
        Table(page, "this campaign | value", "--- | ---", rows.Select(r => $"{r.What} | {r.Value}"));
    }

    private static readonly CampaignKind[] Kinds =
        [CampaignKind.Aa, CampaignKind.Planted, CampaignKind.Harmless, CampaignKind.Calibration];

    private static void Planted(StringBuilder page, CampaignSummary c)
    {
        if (c.Planted.IsEmpty)
            return;
        page.Append("### Planted slow-downs\n\n");
        page.Append(
            "*Asked* is what was to be planted, *found* the mean of what the gates measured.\n"
                + "A slow-down below the tolerance is not to be called a regression, and one at the tolerance cannot "
                + "be decided.\n\n"
        );
        Table(
            page,
            "asked | found | case verdicts | regression | at least, at most | undecided | ruled out",
            "---: | ---: | ---: | ---: | ---: | ---: | ---:",
            c.Planted.Select(p =>
                $"{Percent(p.Asked)} | {Mean(p.MeanEffect)} | {p.Records.Length} | {Share(p.Regressions)} | "
                + $"{Percent(p.Regressions.AtLeast)}, {Percent(p.Regressions.AtMost)} | {Share(p.Undecided)} | "
                + Share(p.RuledOut)
            )
        );
    }

    private static void ByKernel(StringBuilder page, CampaignSummary c)
    {
        if (c.Planted.IsEmpty)
            return;
        var benchmarks = c.Planted.SelectMany(p => p.ByBenchmark.Keys).Distinct().Order(StringComparer.Ordinal);
        page.Append("Regressions by benchmark, and the mean effect found:\n\n");
        Table(
            page,
            "benchmark | " + string.Join(" | ", c.Planted.Select(p => Percent(p.Asked))),
            "--- | " + string.Join(" | ", c.Planted.Select(_ => "---:")),
            benchmarks.Select(b =>
                $"{Code(b)} | "
                + string.Join(
                    " | ",
                    c.Planted.Select(p =>
                        p.ByBenchmark.TryGetValue(b, out var of)
                            ? $"{of.Regressions.Hits} of {of.Regressions.Trials} ({Mean(of.MeanEffect)})"
                            : "–"
                    )
                )
            )
        );
    }

    private static void Harmless(StringBuilder page, CampaignSummary c)
    {
        if (c.Harmless.IsEmpty)
            return;
        var slower = c.Harmless.Where(h => h.IsSlower).ToList();
        var others = c.Harmless.Except(slower).ToList();
        page.Append("### Harmless edits\n\n");
        page.Append(
            "The kernels have a delay built in that is never waited for: other machine code, the same work.\n"
                + "Such code may really be slower; where its mean over the gates is above the tolerance, a regression "
                + "is no false alarm.\n\n"
        );
        page.Append(
            CultureInfo.InvariantCulture,
            $"{others.Count} of {c.Harmless.Length} cases are not slower by more than the tolerance. Of their "
                + $"{others.Sum(h => h.Records.Length)} verdicts {others.Sum(h => h.Regressions.Hits)} are regressions "
                + $"and {others.Sum(h => h.Undecided.Hits)} undecided.\n\n"
        );
        if (slower.Count > 0)
            Table(
                page,
                "really slower | found | regression",
                "--- | ---: | ---:",
                slower.Select(h => $"{Code(h.Case)} | {Mean(h.MeanEffect)} | {Share(h.Regressions)}")
            );
    }

    private static void Repeats(StringBuilder page, CampaignSummary c)
    {
        page.Append("### The same edit again\n\n");
        if (c.Repeats.Edits.Trials == 0)
        {
            page.Append("No edit came up in more than one gate.\n\n");
            return;
        }

        page.Append(
            CultureInfo.InvariantCulture,
            $"The verdict was the same each time for {Share(c.Repeats.Edits)} of the edits that came up in several "
                + $"gates, and for {Share(c.Repeats.Pairs)} of the pairs of such gates.\n\n"
        );
        if (!c.Repeats.Deviations.IsEmpty)
            Table(
                page,
                "standard deviation of the effect between gates | edits | median | largest",
                "--- | ---: | ---: | ---:",
                c.Repeats.Deviations.Select(d =>
                    $"{Kind(d.Key)} | {d.Value.Length} | {Percent(Median(d.Value))} | {Percent(d.Value[^1])}"
                )
            );
    }

    private static void Cases(StringBuilder page, CampaignSummary c)
    {
        if (c.Unchanged.IsEmpty)
            return;
        page.Append("### Nothing changed, by case\n\n");
        Table(
            page,
            "case | gates | false regressions | undecided | mean effect | deviation between gates",
            "--- | ---: | ---: | ---: | ---: | ---:",
            c.Unchanged.Select(u =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Code(u.Case)} | {u.Records.Length} | {u.Regressions.Hits} | {u.Undecided.Hits} | "
                        + $"{Mean(u.MeanEffect)} | {(u.Deviation is { } d ? Percent(d) : "–")}"
                )
            )
        );
    }

    private static string Kind(CampaignKind kind) =>
        kind switch
        {
            CampaignKind.Aa => "nothing changed",
            CampaignKind.Calibration => "calibration",
            CampaignKind.Planted => "planted",
            CampaignKind.Harmless => "harmless",
        };

    private static string Mean(double? effect) =>
        effect is { } e ? $"{(e < 0 ? "−" : "+")}{Percent(Math.Abs(e))}" : "–";

    private static double Median(ImmutableArray<double> sorted) =>
        (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;

    private static int Count(CampaignSummary c, Func<CampaignRecord, string?> of) =>
        c.Records.Select(of).OfType<string>().Distinct().Count();

    private static string Names(CampaignSummary c, Func<CampaignRecord, string?> of)
    {
        string[] names = [.. c.Records.Select(of).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        return names.Length == 0 ? "–" : string.Join(", ", names.Select(n => Prose(n)));
    }

    private static void Table(StringBuilder page, string head, string columns, IEnumerable<string> rows)
    {
        page.Append(CultureInfo.InvariantCulture, $"| {head} |\n| {columns} |\n");
        foreach (var row in rows)
            page.Append(CultureInfo.InvariantCulture, $"| {row} |\n");
        page.Append('\n');
    }
}
