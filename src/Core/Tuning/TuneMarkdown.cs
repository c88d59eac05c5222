using System.Globalization;
using System.Text;
using static PerfGate.Core.Reports.Text.MarkdownText;

namespace PerfGate.Core.Tuning;

/// <summary>The report of a tuning for people: <c>tune.md</c>.</summary>
public static class TuneMarkdown
{
    /// <summary>Writes the report.</summary>
    /// <param name="report">What was found.</param>
    public static string Of(TuneReport report)
    {
        var text = new StringBuilder()
            .AppendLine("# Tuning")
            .AppendLine()
            .AppendLine($"Device: {Prose(report.Device)}.");
        foreach (var one in report.Benchmarks)
            Append(text, one);
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static void Append(StringBuilder text, TunedReport one)
    {
        text.AppendLine().AppendLine($"## {Prose(one.Benchmark)}").AppendLine();
        text.AppendLine(
            one.Adopted is { } adopted
                ? $"Adopted: {Code(adopted)} instead of {Code(one.InUse)}; {Prose(one.Reason)}."
                : $"Kept: {Code(one.InUse)}; {Prose(one.Reason)}."
        );
        text.AppendLine()
            .AppendLine(
                $"{one.Evaluations} of {one.Variants} variants (before constraints) were tried by the strategy "
                    + $"{one.Strategy} with seed {one.Seed}."
            )
            .AppendLine($"{one.SameCode} of them had machine code that was timed already.");
        Table(
            text,
            "Trial against the values in use",
            "case | verdict | speed-up",
            one.Confirmed.Select(c =>
                $"{Prose(c.Case)} | {c.Verdict} | {(c.Speedup is { } s ? Ratio(s) : "not measured")}"
            )
        );
        Table(
            text,
            "The last variants, timed side by side",
            "values | speed-up (geometric mean) | worst regret | by shape",
            one.Finalists.Select(f =>
                $"{Prose(f.Values)} | {Ratio(f.Speedup)} | {Percent(f.WorstRegret)} | "
                + string.Join(
                    ", ",
                    f.Shapes.Select(s => $"{(s.Shape.Length == 0 ? "" : Prose(s.Shape) + ": ")}{Ratio(s.Speedup)}")
                )
            )
        );
        Table(
            text,
            "Best so far",
            "evaluation | values | speed-up",
            one.BestSoFar.Select(s => $"{s.Evaluation} | {Prose(s.Values)} | {Ratio(s.Speedup)}")
        );
        Table(
            text,
            "Effect of each parameter",
            "parameter | value | variants | speed-up (geometric mean) | best speed-up",
            one.Effects.Select(e =>
                $"{Prose(e.Parameter)} | {e.Value.ToString("R", CultureInfo.InvariantCulture)} | {e.Variants} | "
                + $"{Ratio(e.Mean)} | {Ratio(e.Best)}"
            )
        );
        Table(
            text,
            "Variants that failed",
            "outcome | variants | share | for example | why",
            one.Failures.Select(f =>
                $"{f.Outcome} | {f.Count} | {Percent(f.Share)} | {Prose(f.Example)} | {Prose(f.Why)}"
            )
        );
    }

    private static void Table(StringBuilder text, string title, string head, IEnumerable<string> rows)
    {
        var lines = rows.ToList();
        if (lines.Count == 0)
            return;
        text.AppendLine().AppendLine($"### {title}").AppendLine().AppendLine($"| {head} |");
        text.AppendLine($"|{string.Concat(Enumerable.Repeat(" --- |", head.Count(c => c == '|') + 1))}");
        foreach (var line in lines)
            text.AppendLine($"| {line} |");
    }

    private static string Ratio(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Percent(double fraction) =>
        $"{(fraction * 100).ToString("0.0", CultureInfo.InvariantCulture)} %";
}
