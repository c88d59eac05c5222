using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using PerfGate.Core.Reports.Model;
using PerfGate.Core.Reports.Text;
using PerfGate.Core.Text;

namespace PerfGate.Core.Reports;

/// <summary>
/// The history for Apache Otava's CSV importer: <c>time</c>, <c>commit</c>, <c>version</c>, then a column a case,
/// nanoseconds. Otava reads no gaps, so only cases that every row has are columns. There is no <c>branch</c> column:
/// with one it would refuse several branches.
/// </summary>
public static class OtavaExport
{
    /// <summary>
    /// Renders <c>exports/otava.csv</c>: the baseline's measurements, oldest first, then the candidate's.
    /// </summary>
    /// <param name="input">What to export.</param>
    public static string Render(ReportInput input) => Render(input, ExportedCase.Of(input));

    /// <summary>Renders <c>exports/otava.csv</c> from the candidate's cases at hand.</summary>
    /// <param name="input">What to export.</param>
    /// <param name="candidate">The candidate's cases.</param>
    internal static string Render(ReportInput input, ImmutableArray<ExportedCase> candidate)
    {
        var rows = input
            .PastAndPresent()
            .OrderBy(m => m.StartedAt)
            .Select(m =>
                (
                    Measurement: m,
                    Times: (ReferenceEquals(m, input.Measurement) ? candidate : ExportedCase.Of(input, m)).ToDictionary(
                        c => c.Name,
                        c => c.Nanoseconds
                    )
                )
            )
            .ToArray();
        var names =
            rows.Length == 0
                ? []
                : rows[^1]
                    .Times.Keys.Where(n => rows.All(r => r.Times.ContainsKey(n)))
                    .Order(StringComparer.Ordinal)
                    .ToArray();
        var text = new StringBuilder();
        AppendRow(text, ["time", "commit", "version", .. names]);
        foreach (var (measurement, times) in rows)
        {
            var git = measurement.Environment.Git;
            AppendRow(text,
            [
                measurement.StartedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss '+0000'", CultureInfo.InvariantCulture),
                PlainText.Name(git?.Commit ?? ""),
                PlainText.Name(git?.Tag ?? ""),
                .. names.Select(n => times[n].ToString("R", CultureInfo.InvariantCulture)),
            ]);
        }

        return text.ToString();
    }

    private static void AppendRow(StringBuilder text, IEnumerable<string> cells) =>
        text.AppendJoin(',', cells.Select(CsvText.Cell)).Append('\n');
}
