using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PerfGate.Core.Text;

/// <summary>
/// The first step for every text that a report did not write itself. Case names, reasons and messages come out of
/// manifests, compilers and, in a pull request, out of a stranger's artifact: here they lose what a terminal, a browser
/// or a reader's eye would take for more than letters. What is left still has to be escaped for the format it goes
/// into.
/// </summary>
internal static class PlainText
{
    /// <summary>
    /// Longest case name that is shown whole, in UTF-16 units. The longest honest one seen is about 60.
    /// </summary>
    public const int MaximumName = 120;

    /// <summary>Longest message that is shown whole, in UTF-16 units.</summary>
    public const int MaximumMessage = 600;

    /// <summary>
    /// A name on one line. A longer one keeps its beginning and gets a hash of the whole, so that two never become one.
    /// </summary>
    /// <param name="name">The name as it was read.</param>
    public static string Name(string name)
    {
        var visible = Visible(name);
        if (visible.Length <= MaximumName)
            return visible;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..8];
        return $"{Cut(visible, MaximumName - 10)}…{hash}";
    }

    /// <summary>A message on one line, cut where it is too long.</summary>
    /// <param name="message">The message as it was read.</param>
    /// <param name="maximum">Longest that is kept whole, in UTF-16 units.</param>
    public static string Message(string message, int maximum = MaximumMessage)
    {
        var visible = Visible(message);
        return visible.Length <= maximum ? visible : Cut(visible, maximum - 1) + "…";
    }

    // A cut must not leave half of a surrogate pair.
    private static string Cut(string text, int length) =>
        text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    private static string Visible(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            // One text of a hostile file may be megabytes long; nothing longer than this is ever shown.
            if (result.Length > 4 * MaximumMessage)
                break;
            Append(result, rune);
        }

        return result.ToString().Trim();
    }

    private static void Append(StringBuilder result, Rune rune)
    {
        switch (Rune.GetUnicodeCategory(rune))
        {
            case UnicodeCategory.Control when rune.Value is '\t' or '\r' or '\n':
            case UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator:
                result.Append(' ');
                break;
            // Control: ANSI sequences. Format: marks that turn the direction of text, and letters of no width.
            case UnicodeCategory.Control
            or UnicodeCategory.Format
            or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned:
                result.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
                break;
            default:
                result.Append(rune.ToString());
                break;
        }
    }
}
