using PerfGate.Core.Text;

namespace PerfGate.Core.Reports.Text;

/// <summary>Makes plain text one cell of a CSV file (RFC 4180).</summary>
internal static class CsvText
{
    /// <summary>
    /// A cell. One that a spreadsheet would run as a formula is prefixed by an apostrophe, numbers excepted.
    /// </summary>
    /// <param name="plain">Text that <see cref="PlainText"/> has gone over.</param>
    public static string Cell(string plain)
    {
        var cell = plain.Length > 0 && plain[0] is '=' or '+' or '-' or '@' ? "'" + plain : plain;
        return cell.AsSpan().ContainsAny(',', '"')
            ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : cell;
    }
}
