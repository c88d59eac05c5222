using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace PerfGate.Core.Text;

/// <summary>
/// The first step for every text that PerfGate did not write itself. Case names, reasons and messages come out of
/// manifests, compilers and, in a pull request, out of a stranger's artifact: here they lose what a terminal, a browser
/// or a reader's eye would take for more than letters. What is left still has to be escaped for the format it goes
/// into: Markdown, HTML, CSV.
/// </summary>
public static partial class PlainText
{
    /// <summary>
    /// Longest case name that is shown whole, in UTF-16 units. The longest honest one seen is about 60.
    /// </summary>
    public const int MaximumName = 120;

    /// <summary>Longest message that is shown whole, in UTF-16 units.</summary>
    public const int MaximumMessage = 600;

    private const int HashDigits = 8,
        ShortColumn = 24;

    /// <summary>
    /// A name on one line. A longer one keeps its beginning and gets a hash of the whole, so that two never become one.
    /// </summary>
    /// <param name="name">The name as it was read.</param>
    /// <param name="maximum">Longest that is kept whole, in UTF-16 units; at least 8.</param>
    public static string Name(string name, int maximum = MaximumName) =>
        ShortenedName(Visible(name, maximum).Trim(), name, maximum);

    /// <summary>
    /// A name on one line of a log, cut like <see cref="Name"/> and without what <see cref="LogLine"/> takes out.
    /// </summary>
    /// <param name="name">The name as it was read.</param>
    /// <param name="maximum">Longest that is kept whole, in UTF-16 units; at least 8.</param>
    public static string LogName(string name, int maximum = MaximumName) =>
        ShortenedName(Inert(name, maximum), name, maximum);

    /// <summary>A message on one line, cut where it is too long.</summary>
    /// <param name="message">The message as it was read.</param>
    /// <param name="maximum">Longest that is kept whole, in UTF-16 units.</param>
    public static string Message(string message, int maximum = MaximumMessage) =>
        Shortened(Visible(message, maximum).Trim(), maximum);

    /// <summary>A line of code, cut where it is too long; the blanks that it begins with stay.</summary>
    /// <param name="line">The line as it was read.</param>
    /// <param name="maximum">Longest that is kept whole, in UTF-16 units.</param>
    public static string CodeLine(string line, int maximum)
    {
        var blanks = Math.Min(line.Length - line.TrimStart(' ').Length, maximum);
        return new string(' ', blanks) + Message(line, maximum);
    }

    /// <summary>
    /// A message on one line of a log: also without the colours of a compiler, and without anything that the runner of
    /// a workflow takes for a command.
    /// </summary>
    /// <param name="message">The message as it was read.</param>
    /// <param name="maximum">Longest that is kept whole, in UTF-16 units.</param>
    public static string LogLine(string message, int maximum) => Shortened(Inert(message, maximum), maximum);

    /// <summary>A text on one line, whatever its length.</summary>
    /// <param name="text">The text as it was read.</param>
    public static string Whole(string text) => Visible(text.ReplaceLineEndings(" "), text.Length);

    // A runner finds `##[command]` anywhere in a line and `::command::` at the start of one.
    private static string Inert(string text, int maximum)
    {
        var inert = Visible(TerminalSequence().Replace(text, ""), maximum)
            .Replace("##[", "# #[", StringComparison.Ordinal)
            .Trim();
        return inert.StartsWith("::", StringComparison.Ordinal) ? ": :" + inert[2..] : inert;
    }

    // In a narrow column half of the hash leaves room for the name.
    private static string ShortenedName(string visible, string name, int maximum)
    {
        if (visible.Length <= maximum)
            return visible;
        var digits = maximum < ShortColumn ? HashDigits / 2 : HashDigits;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..digits];
        return $"{Cut(visible, maximum - digits - 2)}…{hash}";
    }

    private static string Shortened(string text, int maximum) =>
        text.Length <= maximum ? text : Cut(text, maximum - 1) + "…";

    // A cut must not leave half of a surrogate pair.
    private static string Cut(string text, int length) =>
        text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    // One text of a hostile file may be megabytes long: no more of it is read than can be shown.
    private static string Visible(string text, int maximum)
    {
        var result = new StringBuilder(Math.Min(text.Length, 4 * maximum));
        foreach (var rune in text.EnumerateRunes())
        {
            if (result.Length > 4L * maximum)
                break;
            Append(result, rune);
        }

        return result.ToString();
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

    // ECMA-48: CSI sequences, and OSC strings up to their terminator.
    [GeneratedRegex("\u001b\\[[0-?]*[ -/]*[@-~]|\u001b\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)?|\u001b[@-Z\\\\-_]")]
    private static partial Regex TerminalSequence();
}
