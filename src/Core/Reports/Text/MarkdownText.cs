using System.Text;
using PerfGate.Core.Text;

namespace PerfGate.Core.Reports.Text;

/// <summary>Makes foreign text inert in GitHub's Markdown, inside tables too.</summary>
public static class MarkdownText
{
    private const string ZeroWidthSpace = "\u200B";
    private const char Likeness = '\u02CB';
    private const int LongestCodeLine = 200;

    /// <summary>
    /// A case name or a value as a code span: no markup, link, mention or issue number acts inside one. Backticks and
    /// pipes, which would end the span or the table's cell, are shown by their nearest likeness.
    /// </summary>
    /// <param name="name">The name as it was read.</param>
    public static string Code(string name) => Span(PlainText.Name(name));

    /// <summary>A longer value as a code span; see <see cref="Code"/>.</summary>
    /// <param name="value">The value as it was read.</param>
    public static string Value(string value) => Span(PlainText.Message(value));

    /// <summary>A sentence as running text: every character that Markdown or HTML could act on is escaped.</summary>
    /// <param name="message">The message as it was read.</param>
    /// <param name="maximum">Longest that is kept whole, in UTF-16 units.</param>
    public static string Prose(string message, int maximum = PlainText.MaximumMessage)
    {
        var text = PlainText.Message(message, maximum);
        var result = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var next = i + 1 < text.Length ? text[i + 1] : ' ';
            result.Append(c switch
            {
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                '|' => "&#124;",
                // Mentions notify people and issue numbers leave a trace in the issue: GitHub finds both after
                // unescaping.
                '@' => "@" + ZeroWidthSpace,
                '#' when next is '#' or '[' || char.IsAsciiDigit(next) => "\\#" + ZeroWidthSpace,
                '-' when EndsWith(text, i, "GH") => "-" + ZeroWidthSpace,
                // Addresses become links, and two colons begin a workflow command.
                ':' when next is '/' or ':' => ":" + ZeroWidthSpace,
                '.' when EndsWith(text, i, "www") => ZeroWidthSpace + ".",
                '\\' or '`' or '*' or '_' or '{' or '}' or '[' or ']' or '#' or '!' or '~' or '$' => $"\\{c}",
                _ => c.ToString(),
            });
        }

        return result.ToString();
    }

    /// <summary>Lines as a block of code: nothing in them can end it.</summary>
    /// <param name="language">How it is coloured; of our own making.</param>
    /// <param name="lines">The lines as they were read.</param>
    public static string Block(string language, IEnumerable<string> lines) =>
        $"```{language}\n"
        + string.Concat(
            lines.Select(l => Breaking(PlainText.CodeLine(l, LongestCodeLine)).Replace('`', Likeness) + "\n")
        )
        + "```\n";

    private static string Span(string plain)
    {
        var text = Breaking(plain).Replace('`', Likeness).Replace('|', '\u00A6');
        return text.Length == 0 ? "(nothing)" : $"`{text}`";
    }

    // "##[" anywhere in a line is a command of the older kind, should a log show this file.
    private static string Breaking(string text) =>
        text.Replace("##[", $"#{ZeroWidthSpace}#{ZeroWidthSpace}[", StringComparison.Ordinal)
            .Replace("::", $":{ZeroWidthSpace}:{ZeroWidthSpace}", StringComparison.Ordinal);

    private static bool EndsWith(string text, int end, string word) =>
        end >= word.Length
        && text.AsSpan(end - word.Length, word.Length).Equals(word, StringComparison.OrdinalIgnoreCase);
}
