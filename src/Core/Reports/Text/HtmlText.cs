using System.Net;
using PerfGate.Core.Text;

namespace PerfGate.Core.Reports.Text;

/// <summary>
/// Makes foreign text inert in HTML and SVG: in elements and in quoted attributes. Nothing foreign is ever put into a
/// script or a style.
/// </summary>
internal static class HtmlText
{
    /// <summary>A message or a value, escaped.</summary>
    /// <param name="message">The text as it was read.</param>
    /// <param name="maximum">Longest that is kept whole, in UTF-16 units.</param>
    public static string Escape(string message, int maximum = PlainText.MaximumMessage) =>
        WebUtility.HtmlEncode(PlainText.Message(message, maximum));

    /// <summary>
    /// A case's name as an element that keeps letters written from right to left to itself, and that breaks between its
    /// parts first.
    /// </summary>
    /// <param name="name">The name as it was read.</param>
    public static string Name(string name)
    {
        var encoded = WebUtility.HtmlEncode(PlainText.Name(name));
        var breaking = encoded
            .Replace("/", "/<wbr>", StringComparison.Ordinal)
            .Replace(",", ",<wbr>", StringComparison.Ordinal);
        return $"<bdi>{breaking}</bdi>";
    }

    /// <summary>A link out of the page.</summary>
    /// <param name="address">The address, of our own making.</param>
    /// <param name="text">Its text, escaped already or our own.</param>
    public static string Link(string address, string text) =>
        $"<a href=\"{WebUtility.HtmlEncode(address)}\" rel=\"noopener noreferrer\">{text}</a>";

    /// <summary>Lines of our own making, escaped and joined by line feeds.</summary>
    /// <param name="lines">The lines.</param>
    public static string Lines(IEnumerable<string> lines) => WebUtility.HtmlEncode(string.Join('\n', lines));
}
