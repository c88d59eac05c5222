using System.Collections.Immutable;
using System.Text.Json;

namespace PerfGate.Core.Importing;

/// <summary>
/// A full JSON report of BenchmarkDotNet (<c>JsonExporter.Full</c>): every launch is a process. Source:
/// https://benchmarkdotnet.org/articles/configs/exporters.html.
/// </summary>
internal static class BenchmarkDotNetResult
{
    // What BenchmarkDotNet's own statistics rest on: measured iterations, their overhead taken off, outliers removed.
    private const string Mode = "Workload";
    private const string Stage = "Result";

    private static readonly string[] _owner = ["Namespace", "Type", "Method"];

    /// <summary>Reads it.</summary>
    /// <param name="root">The outermost object; it fits its schema.</param>
    /// <param name="text">Its text.</param>
    public static SuiteFile Read(JsonElement root, SuiteText text)
    {
        var host = root.GetProperty("HostEnvironmentInfo");
        HashSet<string> names = new(StringComparer.Ordinal);
        List<SuiteCase> cases = [];
        var index = 0;
        foreach (var benchmark in root.GetProperty("Benchmarks").EnumerateArray())
        {
            var read = Case(benchmark, index, text);
            if (!names.Add(read.Name))
                throw text.Refuse(
                    $"{read.Name} is in this file twice, for two jobs for example. Write a file for each job.",
                    "Benchmarks", index, "FullName");
            cases.Add(read);
            index++;
        }

        return new(text.Path, SuiteTool.BenchmarkDotNet, host.Text("BenchmarkDotNetVersion") ?? "", [.. cases])
        {
            Processor = host.Text("ProcessorName"),
            LogicalProcessors = host.Whole("LogicalCoreCount"),
            Runtime = host.Text("RuntimeVersion"),
        };
    }

    private static SuiteCase Case(JsonElement benchmark, int index, SuiteText text)
    {
        var name = benchmark.Text("FullName")!;
        var owner = string.Join('.', _owner
            .Select(part => benchmark.Text(part))
            .Where(part => !string.IsNullOrEmpty(part)));
        if (!benchmark.TryGetProperty("Measurements", out _))
            throw text.Refuse(
                $"{name} has no measurements: this report is a brief one. Export with JsonExporter.Full.",
                "Benchmarks", index);
        SortedDictionary<int, List<double>> launches = [];
        var place = -1;
        foreach (var m in benchmark.Items("Measurements"))
        {
            place++;
            if (m.Text("IterationMode") != Mode || m.Text("IterationStage") != Stage)
                continue;
            var time = m.GetProperty("Nanoseconds").GetDouble() / m.GetProperty("Operations").GetDouble();
            if (!(time > 0))
                throw text.Refuse(
                    $"{name} takes no time that BenchmarkDotNet could measure (ZeroMeasurement). Give it more to do.",
                    "Benchmarks", index, "Measurements", place, "Nanoseconds");
            var launch = m.Whole("LaunchIndex")!.Value;
            if (!launches.TryGetValue(launch, out var times))
                launches[launch] = times = [];
            times.Add(time);
        }

        return new(name, owner.Length > 0 ? owner : name, [.. launches.Values.Select(t => t.ToImmutableArray())])
        {
            Failure = launches.Count == 0 ? "BenchmarkDotNet has no result of it: its log says why" : null,
        };
    }
}
