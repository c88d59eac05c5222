using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using PerfGate.Core.Kernels.Disassembly;
using PerfGate.Core.Prechecks;
using PerfGate.Core.Reports.Markdown;
using PerfGate.Core.Reports.Text;

namespace PerfGate.Core.Reports;

/// <summary><c>precheck.md</c>: what a precheck found, for people. Every foreign text in it is inert.</summary>
public static class PrecheckMarkdown
{
    private const int LongestHeadline = 4_000;

    // Room for the line that tells how many rows are missing.
    private const int NoticeBytes = 100;

    /// <summary>Writes it.</summary>
    /// <param name="report">What was found.</param>
    public static string Render(PrecheckReport report) => "# PerfGate precheck\n\n" + Body(report, int.MaxValue);

    /// <summary>Without a heading and of bounded size, for the check and the comment of a pull request.</summary>
    /// <param name="report">What was found.</param>
    /// <param name="maximumBytes">
    /// The largest size, bytes of UTF-8. Rows that do not fit are counted; the headline always stays.
    /// </param>
    public static string Body(PrecheckReport report, int maximumBytes)
    {
        var text = new BoundedText(maximumBytes - NoticeBytes);
        text.Line(MarkdownText.Prose(Headline(report), LongestHeadline));
        text.Line("");
        text.Line($"Compared with: {MarkdownText.Prose(report.Reference)}.");
        Append(report, text);
        text.Rows(
            "\n| case to measure | why |\n| --- | --- |",
            report.ToMeasure.Select(c => $"| {MarkdownText.Code(c.Name)} | {MarkdownText.Prose(c.Reason)} |")
        );
        text.Rows(
            "\n| case that needs no device | why |\n| --- | --- |",
            report
                .Cases.Where(c => !c.Measure)
                .Select(c => $"| {MarkdownText.Code(c.Name)} | {MarkdownText.Prose(c.Reason)} |")
        );
        text.Rows("", report.Code.Select(Code));
        return text.ToString();
    }

    /// <summary>What a reader of the gate's own verdict must know of the precheck too; empty for nothing.</summary>
    /// <param name="report">What was found.</param>
    /// <param name="maximumBytes">The largest size, bytes of UTF-8.</param>
    public static string Findings(PrecheckReport report, int maximumBytes)
    {
        var text = new BoundedText(maximumBytes - NoticeBytes);
        Append(report, text);
        return text.ToString();
    }

    private static string Code(ChangedKernel changed) =>
        $"\n## Machine code of {MarkdownText.Code(changed.Kernel)}\n\n{MarkdownText.Prose(Words(changed))}\n"
        + string.Concat((changed.Difference?.Blocks ?? []).Select(MarkdownExplanation.Block));

    private static string Words(ChangedKernel changed) =>
        changed.Difference is { } code
            ? CodeWords.Sentence(changed.Kernel, code)
            : CodeWords.NotCompared(changed.NotCompared ?? "no reason is known");

    /// <summary>What it comes to, in a sentence or two.</summary>
    /// <param name="report">What was found.</param>
    public static string Headline(PrecheckReport report)
    {
        var (all, open) = (report.Cases.Length, report.ToMeasure.Length);
        var cases = open == 0
            ? "No case needs the device: the machine code of "
                + $"{(all == 1 ? "the only case" : $"all {all:N0} cases")} is the base's."
            : $"{open} of {all} cases must be measured.";
        var edits = report.GateEdits.IsEmpty
            ? ""
            : $" The gate must run, because this change edits how it runs: {string.Join(", ", report.GateEdits)}.";
        return cases + edits;
    }

    private static void Append(PrecheckReport report, BoundedText text)
    {
        text.Rows("", report.Warnings.Select(w => $"- ⚠️ {MarkdownText.Prose(w, 300)}"));
        text.Rows(
            "\n| kernel | needs more | accepted |\n| --- | --- | --- |",
            report.Resources.Select(r =>
                $"| {MarkdownText.Code(r.Kernel)} | {MarkdownText.Prose(r.Words)} | "
                    + $"{MarkdownText.Prose(r.Accepted ?? "")} |"
            )
        );
    }

    // Lines until the room is used up.
    private sealed class BoundedText(int room)
    {
        private readonly StringBuilder _text = new();
        private int _room = room;

        public void Line(string line)
        {
            _text.Append(line).Append('\n');
            _room -= Encoding.UTF8.GetByteCount(line) + 1;
        }

        public void Rows(string head, IEnumerable<string> lines)
        {
            var rows = lines.ToImmutableArray();
            for (var i = 0; i < rows.Length; i++)
            {
                if (Encoding.UTF8.GetByteCount(head + rows[i]) + 2 > _room)
                {
                    Line(string.Create(CultureInfo.InvariantCulture, $"\n… and {rows.Length - i:N0} more rows."));
                    _room = 0;
                    return;
                }

                if (i == 0)
                    Line(head);
                Line(rows[i]);
            }
        }

        public override string ToString() => _text.ToString();
    }
}
