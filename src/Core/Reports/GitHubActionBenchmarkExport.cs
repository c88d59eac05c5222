using System.Collections.Immutable;
using System.Globalization;
using PerfGate.Core.Reports.Model;
using PerfGate.Core.Reports.Text;

namespace PerfGate.Core.Reports;

/// <summary>The candidate's times for github-action-benchmark's tool <c>customSmallerIsBetter</c>.</summary>
public static class GitHubActionBenchmarkExport
{
    /// <summary>Renders <c>exports/github-action-benchmark.json</c>: the cases with a time, by name.</summary>
    /// <param name="input">What to export.</param>
    public static string Render(ReportInput input) => Render(ExportedCase.Of(input));

    /// <summary>Renders <c>exports/github-action-benchmark.json</c> from the cases themselves.</summary>
    /// <param name="cases">The candidate's cases.</param>
    internal static string Render(ImmutableArray<ExportedCase> cases) =>
        JsonText.Write(json =>
        {
            json.WriteStartArray();
            foreach (var c in cases)
            {
                json.WriteStartObject();
                json.WriteString("name", c.Name);
                json.WriteString("unit", "ns");
                json.WriteNumber("value", c.Nanoseconds);
                json.WriteString(
                    "range",
                    string.Create(CultureInfo.InvariantCulture, $"± {(c.Slowest - c.Fastest) / 2:0.###}")
                );
                json.WriteString("extra", string.Create(CultureInfo.InvariantCulture, $"{c.Runs} runs"));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
}
