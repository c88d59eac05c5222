using System.Text;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Importing;

namespace PerfGate.Core.Tests.Importing;

/// <summary>Reads texts as result files of suites.</summary>
internal static class SuiteTexts
{
    /// <summary>A file that a real tool wrote.</summary>
    /// <param name="name">Its path below <c>tests/data/suites</c>.</param>
    public static string Recorded(string name) => Path.Combine(AppContext.BaseDirectory, "data", "suites", name);

    /// <summary>Reads a text.</summary>
    public static SuiteFile Parse(string text, SuiteChoice? choice = null) =>
        SuiteReader.Parse(Encoding.UTF8.GetBytes(text), "suite.json", choice ?? new());

    /// <summary>The one error that a text is refused with.</summary>
    public static Diagnostic Refused(string text, SuiteChoice? choice = null) =>
        Assert.Single(Assert.Throws<PerfGateException>(() => Parse(text, choice)).Diagnostics);

    /// <summary>A file of Google Benchmark with one entry.</summary>
    /// <param name="entry">The fields of the entry.</param>
    public static string Google(string entry) => $$"""
        {
          "context": { "date": "2026-11-29T10:05:07+00:00", "num_cpus": 2 },
          "benchmarks": [
            { {{entry}} }
          ]
        }
        """;

    /// <summary>A full report of BenchmarkDotNet with one benchmark.</summary>
    /// <param name="measurements">The array of its measurements.</param>
    public static string DotNet(string measurements) => $$"""
        {
          "HostEnvironmentInfo": { "ProcessorName": "Some Processor", "LogicalCoreCount": 8 },
          "Benchmarks": [
            { "FullName": "A.B(N: 1)", "Type": "A", "Method": "B", "Measurements": {{measurements}} }
          ]
        }
        """;
}
