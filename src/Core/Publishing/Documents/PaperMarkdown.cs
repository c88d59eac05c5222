using System.Globalization;
using System.Text;
using PerfGate.Core.Reports.Text;

namespace PerfGate.Core.Publishing.Documents;

/// <summary>A paper as Markdown.</summary>
internal static class PaperMarkdown
{
    private const int Longest = 4000;

    /// <summary>Renders it.</summary>
    public static string Render(Paper paper)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {Prose(paper.Title)}\n\n{Prose(paper.Lead)}\n");
        foreach (var section in paper.Sections)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {Prose(section.Title)}\n");
            foreach (var block in section.Blocks)
                Append(text, block, section.Boxed ? "> " : "");
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, PaperBlock block, string before)
    {
        var lines = block switch
        {
            PaperText t => [Prose(t.Text)],
            PaperList l => l.Lines.Select(x => $"- {Prose(x)}"),
            PaperQuote q => [$"> {Prose(q.Text)}"],
            PaperTable t => Table(t),
            PaperFigure f => [$"{Prose(f.Title.TrimEnd('.'))}: see report.html."],
            _ => throw new ArgumentOutOfRangeException(nameof(block), block, null),
        };
        text.Append(before.TrimEnd()).Append('\n');
        foreach (var line in lines)
            text.Append(before).Append(line).Append('\n');
    }

    private static IEnumerable<string> Table(PaperTable table)
    {
        yield return Prose(table.Caption);
        yield return "";
        yield return Row(table.Head);
        yield return $"|{string.Concat(table.Head.Select(_ => " --- |"))}";
        foreach (var row in table.Rows)
            yield return Row(row);
    }

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells.Select(Prose))} |";

    private static string Prose(string text) => MarkdownText.Prose(text, Longest);
}
