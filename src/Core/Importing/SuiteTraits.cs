using System.Collections.Immutable;
using PerfGate.Core.Devices;
using PerfGate.Core.Policy;

namespace PerfGate.Core.Importing;

/// <summary>The benchmark suites whose results PerfGate reads.</summary>
public enum SuiteTool
{
    /// <summary>NVIDIA's nvbench.</summary>
    Nvbench,

    /// <summary>Google Benchmark.</summary>
    GoogleBenchmark,

    /// <summary>BenchmarkDotNet.</summary>
    BenchmarkDotNet,
}

/// <summary>
/// The table of suites: all that follows from the tool alone. A new tool is one row here, and a reader.
/// </summary>
/// <param name="Title">Its name as people write it.</param>
/// <param name="Clock">The clock of its times in a measurement; times of two clocks are never compared.</param>
/// <param name="Device">What its times belong to.</param>
/// <param name="Cache">State of the caches before a sample, as the tool leaves them.</param>
/// <param name="Marks">The fields of the outermost object that tell its files from others.</param>
/// <param name="Schema">The schema of what is read of its files.</param>
public sealed record SuiteTraits(
    string Title,
    string Clock,
    DeviceKind Device,
    CacheState Cache,
    ImmutableArray<string> Marks,
    string Schema
)
{
    /// <summary>What is added to a clock's name where it is the processor's time.</summary>
    private const string Processor = "-cpu";

    /// <summary>The name of the clock of one of a tool's times.</summary>
    /// <param name="time">Which time.</param>
    public string ClockOf(SuiteTime time) =>
        time switch
        {
            SuiteTime.Real => Clock,
            SuiteTime.Cpu => Clock + Processor,
        };

    /// <summary>The tool whose times have a clock; null for PerfGate's own clocks.</summary>
    /// <param name="clock">The clock's name in a measurement.</param>
    public static SuiteTool? ToolOf(string clock) =>
        Enum.GetValues<SuiteTool>()
            .Where(tool => Of(tool) is var row && Enum.GetValues<SuiteTime>().Any(time => row.ClockOf(time) == clock))
            .Select(tool => (SuiteTool?)tool)
            .FirstOrDefault();

    /// <summary>The row of a tool.</summary>
    /// <param name="tool">The tool.</param>
    public static SuiteTraits Of(SuiteTool tool) =>
        tool switch
        {
            // Of its cold measurement: nvbench clears the L2 cache before each sample.
            SuiteTool.Nvbench => new(
                "nvbench",
                "nvbench",
                DeviceKind.Cuda,
                CacheState.Cold,
                ["meta", "devices", "benchmarks"],
                "nvbench.schema.json"
            ),
            SuiteTool.GoogleBenchmark => new(
                "Google Benchmark",
                "google-benchmark",
                DeviceKind.Host,
                CacheState.Hot,
                ["context", "benchmarks"],
                "google-benchmark.schema.json"
            ),
            SuiteTool.BenchmarkDotNet => new(
                "BenchmarkDotNet",
                "benchmarkdotnet",
                DeviceKind.Host,
                CacheState.Hot,
                ["HostEnvironmentInfo", "Benchmarks"],
                "benchmarkdotnet.schema.json"
            ),
        };
}

/// <summary>Which of the times of Google Benchmark is read.</summary>
public enum SuiteTime
{
    /// <summary>The elapsed time, or what the benchmark set by <c>SetIterationTime</c>.</summary>
    Real,

    /// <summary>The processor time.</summary>
    Cpu,
}
