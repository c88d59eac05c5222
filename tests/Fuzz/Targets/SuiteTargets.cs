using System.Text;
using PerfGate.Core.Importing;
using PerfGate.Fuzz.Mutators;
using PerfGate.Runner.Importing;

namespace PerfGate.Fuzz.Targets;

/// <summary>Result files of other benchmark tools.</summary>
internal static class SuiteTargets
{
    private const string Google = """
        { "context": { "date": "2026-11-29T10:05:07+00:00", "num_cpus": 2 }, "benchmarks": [
          { "name": "a/1", "run_name": "a/1", "run_type": "iteration", "real_time": 1.5, "cpu_time": 1, "time_unit": "us" },
          { "name": "a/1", "run_type": "iteration", "real_time": 2, "cpu_time": 1, "time_unit": "ms" },
          { "name": "a/1_mean", "run_name": "a/1", "run_type": "aggregate", "real_time": 1.7, "time_unit": "us" },
          { "name": "b", "error_occurred": true, "error_message": "no" } ] }
        """;

    private const string DotNet = """
        { "Title": "t", "HostEnvironmentInfo": { "ProcessorName": "P", "LogicalCoreCount": 2 }, "Benchmarks": [
          { "FullName": "A.B(N: 1)", "Namespace": "", "Type": "A", "Method": "B", "Measurements": [
            { "IterationMode": "Workload", "IterationStage": "Result", "LaunchIndex": 1, "Operations": 4, "Nanoseconds": 9 },
            { "IterationMode": "Workload", "IterationStage": "Result", "LaunchIndex": 2, "Operations": 4, "Nanoseconds": 8 }
          ] } ] }
        """;

    private const string Nvbench = """
        { "meta": { "version": { "json": { "major": 1 }, "nvbench": { "string": "0.1.0" } } },
          "devices": [{ "id": 0, "name": "NVIDIA H200", "sm_version": 900, "number_of_sms": 132 }],
          "benchmarks": [{ "name": "sum", "states": [{ "device": 0,
            "axis_values": [{ "name": "N", "type": "int64", "value": "1024" }],
            "summaries": [{ "tag": "nv/json/bin:nv/cold/sample_times", "data": [
              { "name": "filename", "type": "string", "value": "suite.json-bin/0.bin" },
              { "name": "size", "type": "int64", "value": "3" }] }], "is_skipped": false }] }] }
        """;

    /// <summary>All of them.</summary>
    /// <param name="scratch">A folder for files.</param>
    public static IEnumerable<FuzzTarget> All(string scratch)
    {
        var path = Path.Combine(scratch, "suite.json");
        Directory.CreateDirectory(path + "-bin");
        File.WriteAllBytes(
            Path.Combine(path + "-bin", "0.bin"),
            [.. new[] { 1e-6f, 2e-6f, 4e-6f }.SelectMany(BitConverter.GetBytes)]
        );
        yield return new(
            "suite",
            25,
            [.. new[] { Google, DotNet, Nvbench }.Select(Encoding.UTF8.GetBytes)],
            JsonMutator.Mutate,
            input =>
            {
                File.WriteAllBytes(path, input);
                var file = SuiteReader.Read(path, new());
                CarriedOn.Judged(ImportedMeasurement.Of([file], new() { Files = [file] }, null));
            }
        );
    }
}
