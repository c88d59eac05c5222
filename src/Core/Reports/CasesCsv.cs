using System.Globalization;
using System.Text;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Reports.Model;
using PerfGate.Core.Reports.Text;
using PerfGate.Core.Text;

namespace PerfGate.Core.Reports;

/// <summary>Every case with its figures as CSV (RFC 4180), for a spreadsheet: times in nanoseconds.</summary>
public static class CasesCsv
{
    private const string Head =
        "case,verdict,reference_ns,candidate_ns,ratio,ratio_low,ratio_high,tolerance,stated_tolerance,hedges_g,p,"
        + "reference_runs,candidate_runs,conditions\r\n";

    /// <summary>Renders it, in the order of the report's table.</summary>
    /// <param name="input">What to report.</param>
    public static string Render(ReportInput input) => Render(ReportModel.From(input));

    /// <inheritdoc cref="Render(ReportInput)"/>
    /// <param name="model">What to report.</param>
    internal static string Render(ReportModel model)
    {
        var text = new StringBuilder(Head);
        foreach (var c in model.Cases.Select(c => c.Judgement))
        {
            var (low, high) = c.RatioInterval is [var l, var h] ? (l, h) : ((double?)null, (double?)null);
            text.Append(CsvText.Cell(PlainText.Name(c.Name)))
                .Append(',')
                .Append(VerdictTraits.Of(c.Verdict).Word)
                .AppendJoin(
                    "",
                    new[]
                    {
                        c.ReferenceNs,
                        c.CandidateNs,
                        c.Ratio,
                        low,
                        high,
                        c.Tolerance,
                        c.StatedTolerance,
                        c.HedgesG,
                        c.P,
                    }.Select(v => "," + v?.ToString("R", CultureInfo.InvariantCulture))
                )
                .Append(CultureInfo.InvariantCulture, $",{Run(c, 0)},{Run(c, 1)},{Conditions(c)}\r\n");
        }

        return text.ToString();
    }

    private static string Conditions(CaseJudgement c) =>
        c.Observed is null ? ObservedWork.Otherwise : ObservedWork.Word;

    private static string Run(CaseJudgement c, int side) =>
        c.Runs is { IsDefault: false, Length: 2 } ? c.Runs[side].ToString(CultureInfo.InvariantCulture) : "";
}
