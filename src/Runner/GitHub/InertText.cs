using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace PerfGate.Runner.GitHub;

/// <summary>Makes text out of an artifact safe to print in a log and to send where it is shown as plain text.</summary>
internal static partial class InertText
{
    /// <summary>
    /// One line without control characters, terminal sequences, direction marks or anything that a runner takes for a
    /// command.
    /// </summary>
    /// <param name="text">Any text.</param>
    /// <param name="maximumLength">
    /// Longest result, characters; what is over it is cut and marked by an ellipsis.
    /// </param>
    public static string Line(string text, int maximumLength)
    {
        // A runner finds `##[command]` anywhere in a line and `::command::` at the start of one.
        var inert = Clean(text).Replace("##[", "# #[", StringComparison.Ordinal).Trim();
        if (inert.StartsWith("::", StringComparison.Ordinal))
            inert = ": :" + inert[2..];
        return Cut(inert, maximumLength);
    }

    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in TerminalSequence().Replace(text, "").EnumerateRunes())
        {
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator:
                    clean.Append(' ');
                    break;
                // Format characters reorder or hide their neighbours: direction marks, zero-width joiners, tags.
                case UnicodeCategory.Format
                or UnicodeCategory.Surrogate
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned:
                    break;
                default:
                    clean.Append(rune);
                    break;
            }
        }

        return clean.ToString();
    }

    private static string Cut(string text, int maximumLength)
    {
        if (text.Length <= maximumLength)
            return text;
        var end = maximumLength - 1;
        if (char.IsHighSurrogate(text[end - 1]))
            end--;
        return string.Concat(text.AsSpan(0, end), "…");
    }

    // ECMA-48: CSI sequences, and OSC strings up to their terminator.
    [GeneratedRegex("\u001b\\[[0-?]*[ -/]*[@-~]|\u001b\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)?|\u001b[@-Z\\\\-_]")]
    private static partial Regex TerminalSequence();
}
