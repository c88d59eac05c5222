using System.Globalization;
using System.Text;
using PerfGate.Core.Text;

namespace PerfGate.Core.Publishing.Documents;

/// <summary>Makes any text inert in LaTeX: no command, no comment, no character that the base fonts lack.</summary>
internal static class TexText
{
    private const int Longest = 4000;

    /// <summary>A text, escaped.</summary>
    /// <param name="text">The text as it was read.</param>
    public static string Escape(string text)
    {
        var result = new StringBuilder(text.Length + 16);
        foreach (var rune in PlainText.Message(text, Longest).EnumerateRunes())
            result.Append(Escaped(rune));
        return result.ToString();
    }

    private static string Escaped(Rune rune) =>
        rune.Value switch
        {
            '\\' => @"\textbackslash{}",
            '~' => @"\textasciitilde{}",
            '^' => @"\textasciicircum{}",
            '{' or '}' or '$' or '&' or '#' or '%' or '_' => $@"\{rune}",
            '<' or '>' or '|' => $"${rune}$",
            '"' => "{''}",
            // Two of these become another character.
            '-' => "{-}",
            '`' or '\'' => "{" + rune + "}",
            'µ' => @"$\mu$",
            '×' => @"$\times$",
            '−' => "$-$",
            '–' => "{--}",
            '…' => @"\ldots{}",
            '∞' => @"$\infty$",
            '°' => @"$^\circ$",
            '’' => "{'}",
            >= ' ' and <= '~' => rune.ToString(),
            _ => string.Create(CultureInfo.InvariantCulture, $"U+{rune.Value:X4}"),
        };
}
