using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace PerfGate.Core.Reports.Markdown;

/// <summary>A part of the report that can be shortened row by row.</summary>
/// <param name="Title">Its heading; empty for a part that is never folded.</param>
/// <param name="Head">
/// What comes before the rows: a table's header or a sentence; each line ends in a line feed.
/// </param>
/// <param name="Rows">The rows, the most important first; each ends in a line feed.</param>
/// <param name="Weight">Sections of low weight are shortened first.</param>
internal sealed record MarkdownSection(string Title, string Head, ImmutableArray<string> Rows, int Weight)
{
    // Room for the line that tells how many rows are missing.
    private const int NoticeBytes = 80;

    /// <summary>Rows that were dropped to fit.</summary>
    public int Dropped { get; init; }

    /// <summary>Drops rows from the end until so many bytes are saved, or none is left.</summary>
    /// <param name="excess">Bytes of UTF-8 to save.</param>
    public MarkdownSection Shortened(int excess)
    {
        var remaining = excess + NoticeBytes;
        var kept = Rows.Length;
        while (kept > 0 && remaining > 0)
            remaining -= Encoding.UTF8.GetByteCount(Rows[--kept]);
        return this with { Rows = Rows[..kept], Dropped = Dropped + Rows.Length - kept };
    }

    /// <summary>The section without the rows that cannot fit whatever else is left out.</summary>
    /// <param name="maximumBytes">The largest size of all sections, bytes of UTF-8.</param>
    public MarkdownSection Within(int maximumBytes)
    {
        var kept = 0;
        for (var room = maximumBytes; kept < Rows.Length && room > 0; kept++)
            room -= Encoding.UTF8.GetByteCount(Rows[kept]);
        return kept == Rows.Length ? this : this with { Rows = Rows[..kept], Dropped = Dropped + Rows.Length - kept };
    }

    /// <summary>The section's text; empty if no row is left.</summary>
    /// <param name="target">Where it will be read.</param>
    public string Text(MarkdownTarget target)
    {
        if (Rows.IsEmpty)
            return "";
        var text = new StringBuilder();
        var folded = Title.Length > 0 && target != MarkdownTarget.File;
        if (folded)
            text.Append(CultureInfo.InvariantCulture, $"<details><summary>{Title}</summary>\n\n");
        else if (Title.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $"## {Title}\n\n");
        text.Append(Head).AppendJoin("", Rows);
        if (Dropped > 0)
            text.Append(CultureInfo.InvariantCulture, $"\n… and {Dropped:N0} more, in `report.html`.\n");
        return text.Append(folded ? "\n</details>\n\n" : "\n").ToString();
    }
}
