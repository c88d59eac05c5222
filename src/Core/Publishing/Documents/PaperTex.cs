using System.Globalization;
using System.Text;

namespace PerfGate.Core.Publishing.Documents;

/// <summary>The parts of a paper that go into somebody's own: a whole LaTeX file that compiles by itself.</summary>
internal static class PaperTex
{
    /// <summary>Renders the sections that say so.</summary>
    public static string Render(Paper paper)
    {
        var text = new StringBuilder();
        text.Append(
            """
            % Made by PerfGate. It compiles by itself; copy what lies between the two marks into your own paper.
            \documentclass{article}
            \begin{document}
            % --- copy from here ---

            """
        );
        foreach (var section in paper.Sections.Where(s => s.InTex))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n\\section*{{{TexText.Escape(section.Title)}}}\n");
            foreach (var block in section.Blocks)
                Append(text, block);
        }

        text.Append("\n% --- to here ---\n\\end{document}\n");
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static void Append(StringBuilder text, PaperBlock block)
    {
        switch (block)
        {
            case PaperText t:
                text.Append(CultureInfo.InvariantCulture, $"\n{TexText.Escape(t.Text)}\n");
                break;
            case PaperQuote q:
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"\n\\begin{{quote}}\n{TexText.Escape(q.Text)}\n\\end{{quote}}\n"
                );
                break;
            case PaperList l when !l.Lines.IsEmpty:
                text.Append("\n\\begin{itemize}\n");
                foreach (var line in l.Lines)
                    text.Append(CultureInfo.InvariantCulture, $"\\item[--] {{}}{TexText.Escape(line)}\n");
                text.Append("\\end{itemize}\n");
                break;
            case PaperTable t:
                AppendTable(text, t);
                break;
        }
    }

    private static void AppendTable(StringBuilder text, PaperTable table)
    {
        text.Append(
            CultureInfo.InvariantCulture,
            $$"""

            \begin{table}[htbp]
            \centering\scriptsize
            \caption{{{TexText.Escape(table.Caption)}}}
            \begin{tabular}{{{new string('l', table.Head.Length)}}}
            \hline
            {{Row(table.Head)}}
            \hline

            """
        );
        foreach (var row in table.Rows)
            text.Append(Row(row)).Append('\n');
        text.Append("\\hline\n\\end{tabular}\n\\end{table}\n");
    }

    private static string Row(IEnumerable<string> cells) =>
        string.Join(" & ", cells.Select(c => "{}" + TexText.Escape(c))) + @" \\";
}
