using System.Collections.Immutable;
using PerfGate.Core.Explaining;
using PerfGate.Core.Kernels.Disassembly;
using PerfGate.Core.Reports.Model;
using PerfGate.Core.Reports.Text;

namespace PerfGate.Core.Reports.Markdown;

/// <summary>Why cases are slower: the paragraph of each, and where its machine code changed most.</summary>
internal static class MarkdownExplanation
{
    private const int LongestSentence = 600;

    /// <summary>The section; empty if nothing was explained.</summary>
    public static MarkdownSection Of(ReportModel model) =>
        new(
            "Why: counters and machine code",
            "",
            [.. (model.Input.Explanation?.Cases ?? []).SelectMany(c => (string[])[Paragraph(c), .. Code(c)])],
            55
        );

    /// <summary>A block of machine code with its heading.</summary>
    /// <param name="block">The block.</param>
    public static string Block(ChangedBlock block) =>
        $"\n{MarkdownText.Prose(CodeWords.Title(block))}:\n\n{MarkdownText.Block("diff", block.Lines)}\n";

    private static string Paragraph(ExplainedCase c) =>
        $"- {MarkdownText.Code(c.Name)}: {string.Join(' ', c.Sentences.Select(Sentence))}\n";

    private static string Sentence(ExplainedSentence sentence)
    {
        var text = MarkdownText.Prose(sentence.Text, LongestSentence);
        return sentence.Counters.IsEmpty
            ? text
            : $"{text} ({string.Join(", ", sentence.Counters.Select(MarkdownText.Code))})";
    }

    private static ImmutableArray<string> Code(ExplainedCase c) =>
        [.. c.Kernels.SelectMany(k => k.Code?.Blocks ?? []).Take(1).Select(Block)];
}
