using System.Text;
using PerfGate.Core.Kernels.Disassembly;
using PerfGate.Core.Prechecks;
using PerfGate.Core.Reports.Markdown;
using PerfGate.Core.Reports.Text;

namespace PerfGate.Core.Reports;

/// <summary><c>precheck.md</c>: what a precheck found, for people.</summary>
public static class PrecheckMarkdown
{
    private const int LongestHeadline = 4_000;

    /// <summary>Writes it.</summary>
    /// <param name="report">What was found.</param>
    public static string Render(PrecheckReport report)
    {
        var text = new StringBuilder("# PerfGate precheck\n\n");
        text.Append(MarkdownText.Prose(Headline(report), LongestHeadline)).Append("\n\n");
        text.Append("Compared with: ").Append(MarkdownText.Prose(report.Reference)).Append(".\n");
        if (!report.ToMeasure.IsEmpty)
        {
            text.Append("\n| case to measure | why |\n| --- | --- |\n");
            foreach (var c in report.ToMeasure)
                text.Append("| ").Append(MarkdownText.Code(c.Name)).Append(" | ")
                    .Append(MarkdownText.Prose(c.Reason)).Append(" |\n");
        }

        if (!report.Resources.IsEmpty)
        {
            text.Append("\n| kernel | needs more | accepted |\n| --- | --- | --- |\n");
            foreach (var r in report.Resources)
                text.Append("| ").Append(MarkdownText.Code(r.Kernel)).Append(" | ")
                    .Append(MarkdownText.Prose(r.Words)).Append(" | ")
                    .Append(MarkdownText.Prose(r.Accepted ?? "")).Append(" |\n");
        }

        foreach (var changed in report.Code)
            AppendCode(text, changed);
        return text.ToString();
    }

    private static void AppendCode(StringBuilder text, ChangedKernel changed)
    {
        text.Append("\n## Machine code of ").Append(MarkdownText.Code(changed.Kernel)).Append("\n\n");
        text.Append(MarkdownText.Prose(Words(changed))).Append('\n');
        foreach (var block in changed.Difference?.Blocks ?? [])
            text.Append(MarkdownExplanation.Block(block));
    }

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
            ? $"No case needs the device: the machine code of all {all} is the base's."
            : $"{open} of {all} cases must be measured.";
        var edits = report.GateEdits.IsEmpty
            ? ""
            : $" The gate must run, because this change edits how it runs: {string.Join(", ", report.GateEdits)}.";
        return cases + edits;
    }
}
