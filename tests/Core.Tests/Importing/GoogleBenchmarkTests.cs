using System.Text.Json;
using PerfGate.Core.Importing;

namespace PerfGate.Core.Tests.Importing;

/// <summary>Results of Google Benchmark, with files that its version 1.7.1 wrote.</summary>
public sealed class GoogleBenchmarkTests
{
    private static readonly string _recorded = SuiteTexts.Recorded(Path.Combine("google-benchmark", "mixed.json"));

    [Theory]
    [InlineData(SuiteTime.Real, "real_time")]
    [InlineData(SuiteTime.Cpu, "cpu_time")]
    public void The_median_of_each_case_is_the_one_that_the_tool_prints(SuiteTime time, string field)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(_recorded));
        var printed = file.RootElement.GetProperty("benchmarks").EnumerateArray()
            .Where(e => e.TryGetProperty("aggregate_name", out var name) && name.GetString() == "median")
            .ToDictionary(
                e => e.GetProperty("run_name").GetString()!,
                e => e.GetProperty(field).GetDouble() * (e.GetProperty("time_unit").GetString() == "us" ? 1000 : 1));

        var read = SuiteReader.Read(_recorded, new(time));

        var measured = read.Cases.Where(c => c.Failure is null).ToDictionary(c => c.Name, c => c.Median!.Value);
        Assert.Equal(4, printed.Count);
        Assert.Equal(printed.Keys.Order(), measured.Keys.Order());
        Assert.All(printed, p => Assert.Equal(p.Value, measured[p.Key], p.Value * 1e-12));
    }

    [Fact]
    public void Each_repetition_is_a_time_and_an_aggregate_is_none()
    {
        var read = SuiteReader.Read(_recorded, new());

        Assert.All(read.Cases.Where(c => c.Failure is null), c => Assert.Equal([5], c.Processes.Select(p => p.Length)));
        Assert.Equal("BM_Sum<double>/real_time", read.Cases[^2].Name);
        Assert.Equal("BM_Sum<double>", read.Cases[^2].Benchmark);
        Assert.Equal((new DateTimeOffset(2026, 11, 29, 10, 5, 7, default), 2), (read.Date, read.LogicalProcessors));
    }

    [Fact]
    public void A_benchmark_that_reports_an_error_has_failed_with_its_words() =>
        Assert.Equal(
            "no such file",
            SuiteReader.Read(_recorded, new()).Cases.Single(c => c.Name == "BM_Broken").Failure);

    [Fact]
    public void A_benchmark_that_skips_itself_is_skipped_with_its_words()
    {
        var read = SuiteTexts.Parse(SuiteTexts.Google(
            """ "name": "a", "run_type": "iteration", "skipped": true, "skip_message": "no GPU" """));

        Assert.Equal(("no GPU", null), (read.Cases[0].Skipped, read.Cases[0].Failure));
    }

    [Theory]
    [InlineData("ns", 1)]
    [InlineData("us", 1e3)]
    [InlineData("ms", 1e6)]
    [InlineData("s", 1e9)]
    public void Times_are_nanoseconds_whatever_the_unit(string unit, double factor) =>
        Assert.Equal(
            2.5 * factor,
            SuiteTexts.Parse(SuiteTexts.Google($""" "name": "a", "real_time": 2.5, "time_unit": "{unit}" """))
                .Cases[0].Median);

    [Theory]
    [InlineData(""" "name": "a", "real_time": 0, "time_unit": "ns" """, "PG9132", "time is positive", 4, 34)]
    [InlineData(""" "name": "a", "cpu_time": 1, "time_unit": "ns" """, "PG9132", "no real_time", 4, 5)]
    [InlineData(""" "name": "a", "run_type": "aggregate", "real_time": 1 """, "PG9132", "aggregates only", 3, 17)]
    [InlineData(""" "name": "a", "real_time": "1" """, "PG9003", "real_time", 4, 34)]
    [InlineData(""" "name": "a", "real_time": 1, "time_unit": "h" """, "PG9003", "time_unit", 4, 50)]
    [InlineData(""" "real_time": 1 """, "PG9003", "name", 4, 5)]
    [InlineData(""" "name": "a", "real_time": NaN """, "PG9002", "not JSON", 4, 34)]
    public void A_wrong_entry_is_refused_at_its_place(string entry, string code, string says, int line, int column)
    {
        var refused = SuiteTexts.Refused(SuiteTexts.Google(entry));

        Assert.Equal((code, "suite.json", line, column),
            (refused.Code, refused.Location!.File, refused.Location.Line, refused.Location.Column));
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }
}
