using System.Collections.Immutable;
using PerfGate.Core.Reports.Model;
using PerfGate.Core.Reports.Text;

namespace PerfGate.Core.Reports;

/// <summary>
/// The candidate's times in Bencher Metric Format: the measure <c>latency</c>, nanoseconds, with the fastest and
/// slowest run as bounds.
/// </summary>
public static class BencherExport
{
    /// <summary>Renders <c>exports/bmf.json</c>: the cases with a time, by name.</summary>
    /// <param name="input">What to export.</param>
    public static string Render(ReportInput input) => Render(ExportedCase.Of(input));

    /// <summary>Renders <c>exports/bmf.json</c> from the cases themselves.</summary>
    /// <param name="cases">The candidate's cases.</param>
    internal static string Render(ImmutableArray<ExportedCase> cases) => JsonText.Write(json =>
    {
        json.WriteStartObject();
        foreach (var c in cases)
        {
            json.WriteStartObject(c.Name);
            json.WriteStartObject("latency");
            json.WriteNumber("value", c.Nanoseconds);
            json.WriteNumber("lower_value", c.Fastest);
            json.WriteNumber("upper_value", c.Slowest);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    });
}
