using System.Globalization;
using System.Text.Json;
using PerfGate.Core.Reports;
using PerfGate.Core.Tests.Reports.Samples;

namespace PerfGate.Core.Tests.Reports;

public sealed class ExportTests
{
    [Fact]
    public void Bencher_gets_the_latency_in_nanoseconds_between_its_bounds()
    {
        var latency = JsonDocument.Parse(BencherExport.Render(SampleReports.PullRequest())).RootElement
            .GetProperty("gemm/M=1024,N=1024").GetProperty("latency");
        double Of(string name) => latency.GetProperty(name).GetDouble();

        Assert.InRange(Of("value"), 266_000, 266_200);
        Assert.InRange(Of("value"), Of("lower_value"), Of("upper_value"));
    }

    [Fact]
    public void GitHub_action_benchmark_gets_name_unit_value_and_range()
    {
        var entry = JsonDocument
            .Parse(GitHubActionBenchmarkExport.Render(SampleReports.PullRequest()))
            .RootElement.EnumerateArray()
            .Single(e => e.GetProperty("name").GetString() == "gemm/M=1024,N=1024");

        Assert.Equal("ns", entry.GetProperty("unit").GetString());
        Assert.InRange(entry.GetProperty("value").GetDouble(), 266_000, 266_200);
        Assert.Matches("^± [0-9.]+$", entry.GetProperty("range").GetString()!);
    }

    [Fact]
    public void Otava_gets_a_row_a_measurement_oldest_first_without_gaps()
    {
        var lines = OtavaExport.Render(SampleReports.PullRequest()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var rows = lines.Skip(1).Select(Cells).ToArray();

        Assert.Equal(
            ["time", "commit", "version", "gemm/M=1024,N=1024", "gemm/M=256,N=256", "triad/N=64Mi"],
            Cells(lines[0])
        );
        Assert.Equal(["v0.1.0", "v0.1.1", "v0.2.0", "v0.2.1", "v0.3.0", ""], rows.Select(r => r[2]));
        Assert.Equal(rows.Select(r => r[0]).Order(), rows.Select(r => r[0]));
        Assert.All(
            rows,
            row => Assert.All(row[3..], cell => Assert.True(double.Parse(cell, CultureInfo.InvariantCulture) > 0))
        );
    }

    [Fact]
    public void A_hostile_name_is_no_formula_and_breaks_no_row()
    {
        var lines = OtavaExport.Render(HostileReports.Everywhere()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var head = Cells(lines[0]);

        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => Assert.Equal(head.Length, Cells(line).Length));
        Assert.DoesNotContain(head, cell => cell[0] is '=' or '+' or '-' or '@');
    }

    [Fact]
    public void Long_names_that_begin_alike_stay_apart()
    {
        var input = SampleReports.Passing();
        var template = input.Measurement!.Cases[0];
        var longName = new string('x', 5_000);
        var measurement = input.Measurement with
        {
            Cases = [template with { Name = longName + "1" }, template with { Name = longName + "2" }],
        };

        Assert.Equal(
            2,
            JsonDocument
                .Parse(BencherExport.Render(input with { Measurement = measurement }))
                .RootElement.EnumerateObject()
                .Count()
        );
    }

    // RFC 4180, as far as the export uses it.
    private static string[] Cells(string line)
    {
        var cells = new List<string>();
        for (var i = 0; i <= line.Length; i++)
        {
            var end =
                i < line.Length && line[i] == '"' ? Quoted(line, i)
                : line.IndexOf(',', i) is var comma and >= 0 ? comma
                : line.Length;
            cells.Add(line[i..end].Trim('"').Replace("\"\"", "\"", StringComparison.Ordinal));
            i = end;
        }

        return [.. cells];
    }

    private static int Quoted(string line, int start)
    {
        var i = start + 1;
        while (line[i] != '"' || (i + 1 < line.Length && line[i + 1] == '"'))
            i += line[i] == '"' ? 2 : 1;
        return i + 1;
    }
}
