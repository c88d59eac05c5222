using System.Globalization;
using System.Text;
using PerfGate.Core.Explaining;
using PerfGate.Core.Kernels.Disassembly;
using PerfGate.Core.Reports.Text;
using PerfGate.Core.Text;

namespace PerfGate.Core.Reports.Html;

/// <summary>Why a case is slower: the paragraph, the counters of both sides, and the changed machine code.</summary>
internal static class HtmlExplanation
{
    private const int LongestName = 200;

    /// <summary>Appends it.</summary>
    /// <param name="page">The page.</param>
    /// <param name="explained">The case.</param>
    public static void Append(StringBuilder page, ExplainedCase explained)
    {
        page.Append("<h4>Why</h4>\n<p>").AppendJoin(' ', explained.Sentences.Select(Sentence)).Append("</p>\n");
        foreach (var kernel in explained.Kernels)
        {
            AppendCounters(page, kernel);
            foreach (var block in kernel.Code?.Blocks ?? [])
                page.Append(
                    CultureInfo.InvariantCulture,
                    $"<p>{HtmlText.Escape(CodeWords.Title(block))}</p>\n<pre tabindex=\"0\">{Code(block)}</pre>\n"
                );
        }
    }

    private static string Sentence(ExplainedSentence sentence) =>
        HtmlText.Escape(sentence.Text)
        + (sentence.Counters.IsEmpty ? "" : $" ({string.Join(", ", sentence.Counters.Select(Code))})");

    private static void AppendCounters(StringBuilder page, ExplainedKernel kernel)
    {
        if (kernel.Counters.IsEmpty)
            return;
        page.Append(
            CultureInfo.InvariantCulture,
            $"""
            <details><summary>Counters of <code>{HtmlText.Escape(kernel.Name, LongestName)}</code></summary>
            <div class="scroll" tabindex="0"><table><thead><tr><th scope="col">counter</th><th scope="col">unit</th>
            <th scope="col" class="number">reference</th><th scope="col" class="number">candidate</th></tr></thead>
            <tbody>

            """
        );
        foreach (var pair in kernel.Counters)
            page.Append(
                CultureInfo.InvariantCulture,
                $"<tr><th scope=\"row\"><code>{HtmlText.Escape(pair.Name, LongestName)}</code></th>"
                    + $"<td>{HtmlText.Escape(pair.Unit, LongestName)}</td>"
                    + $"<td class=\"number\">{Number(pair.Reference)}</td>"
                    + $"<td class=\"number\">{Number(pair.Candidate)}</td></tr>\n"
            );
        page.Append("</tbody></table></div></details>\n");
    }

    private static string Number(double? value) => value is { } v ? Numbers.Number(v) : Quantity.None;

    private static string Code(string counter) => $"<code>{HtmlText.Escape(counter, LongestName)}</code>";

    private static string Code(ChangedBlock block) =>
        HtmlText.Lines(block.Lines.Select(l => PlainText.CodeLine(l, LongestName)));
}
