using PerfGate.Core.Reports.Model;
using PerfGate.Core.Reports.Text;

namespace PerfGate.Core.Reports;

/// <summary>The candidate's times in Bencher Metric Format: the measure <c>latency</c>, nanoseconds, with the fastest and slowest run as bounds.</summary>
public static class BencherExport
{
    /// <summary>Renders <c>exports/bmf.json</c>: the cases with a time, by name.</summary>
    /// <param name="input">What to export.</param>
    public static string Render(ReportInput input) => JsonText.Write(json =>
    {
        json.WriteStartObject();
        foreach (var c in ExportedCase.Of(input))
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
