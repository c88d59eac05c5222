using System.Text.Json;
using PerfGate.Core.Importing;

namespace PerfGate.Core.Tests.Importing;

/// <summary>Full JSON reports of BenchmarkDotNet, with one that its version 0.15.8 wrote.</summary>
public sealed class BenchmarkDotNetTests
{
    private static readonly string _recorded = SuiteTexts.Recorded(
        Path.Combine("benchmarkdotnet", "sorting-report-full.json")
    );

    [Fact]
    public void The_median_of_each_case_is_the_one_that_the_tool_prints()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(_recorded));
        var printed = file
            .RootElement.GetProperty("Benchmarks")
            .EnumerateArray()
            .Where(b => b.GetProperty("Statistics").ValueKind == JsonValueKind.Object)
            .ToDictionary(
                b => b.GetProperty("FullName").GetString()!,
                b => b.GetProperty("Statistics").GetProperty("Median").GetDouble()
            );

        var read = SuiteReader.Read(_recorded, new());

        var measured = read.Cases.Where(c => c.Failure is null).ToDictionary(c => c.Name, c => c.Median!.Value);
        Assert.Equal(4, printed.Count);
        Assert.Equal(printed.Keys.Order(), measured.Keys.Order());
        Assert.All(printed, p => Assert.Equal(p.Value, measured[p.Key], p.Value * 1e-9));
    }

    [Fact]
    public void Each_launch_is_a_process()
    {
        var read = SuiteReader.Read(_recorded, new());

        Assert.All(read.Cases.Where(c => c.Failure is null), c => Assert.Equal(3, c.Processes.Length));
        Assert.Equal("0.15.8", read.Version);
        Assert.NotNull(read.Processor);
    }

    [Fact]
    public void A_benchmark_without_results_has_failed() =>
        Assert.Contains(SuiteReader.Read(_recorded, new()).Cases, c => c.Failure is not null);

    [Theory]
    [InlineData(
        """
            [{ "IterationMode": "Workload", "IterationStage": "Result", "LaunchIndex": 1, "Operations": 4, "Nanoseconds": 10 },
             { "IterationMode": "Workload", "IterationStage": "Actual", "LaunchIndex": 1, "Operations": 1, "Nanoseconds": 9 },
             { "IterationMode": "Overhead", "IterationStage": "Result", "LaunchIndex": 1, "Operations": 1, "Nanoseconds": 9 },
             { "IterationMode": "Workload", "IterationStage": "Result", "LaunchIndex": 2, "Operations": 2, "Nanoseconds": 6 }]
            """
    )]
    public void A_time_is_what_one_operation_takes_without_overhead(string measurements)
    {
        var read = SuiteTexts.Parse(SuiteTexts.DotNet(measurements)).Cases[0];

        Assert.Equal(
            [
                [2.5],
                [3],
            ],
            read.Processes.Select(p => p.ToArray())
        );
        Assert.Equal(("A.B(N: 1)", "A.B"), (read.Name, read.Benchmark));
    }

    [Theory]
    [InlineData(
        """
            [{ "IterationMode": "Workload", "LaunchIndex": 1, "Operations": 4, "Nanoseconds": 9 }]
            """,
        "PG9003",
        "IterationStage"
    )]
    [InlineData(
        """
            [{ "IterationMode": "Workload", "IterationStage": "Result", "LaunchIndex": 1, "Operations": 4, "Nanoseconds": 0 }]
            """,
        "PG9132",
        "ZeroMeasurement"
    )]
    public void A_wrong_measurement_is_refused_at_its_place(string measurements, string code, string says)
    {
        var refused = SuiteTexts.Refused(SuiteTexts.DotNet(measurements));

        Assert.Equal((code, 4), (refused.Code, refused.Location!.Line));
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_brief_report_is_refused_with_the_exporter_that_is_needed()
    {
        var refused = SuiteTexts.Refused(
            SuiteTexts.DotNet("[]").Replace(""", "Measurements": []""", "", StringComparison.Ordinal)
        );

        Assert.Equal("PG9132", refused.Code);
        Assert.Contains("JsonExporter.Full", refused.Message, StringComparison.Ordinal);
    }
}
