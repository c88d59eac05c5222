using System.Globalization;
using System.Text.Json;
using PerfGate.Core.Text;

namespace PerfGate.Core.Importing;

/// <summary>
/// A file of Google Benchmark, written with <c>--benchmark_out_format=json</c>: one process, and one time for each
/// repetition. Source: https://github.com/google/benchmark/blob/main/docs/user_guide.md#output-formats.
/// </summary>
internal static class GoogleBenchmarkResult
{
    private const string Aggregate = "aggregate";

    /// <summary>Reads it.</summary>
    /// <param name="root">The outermost object; it fits its schema.</param>
    /// <param name="text">Its text.</param>
    /// <param name="choice">Which time is read.</param>
    public static SuiteFile Read(JsonElement root, SuiteText text, SuiteChoice choice)
    {
        var context = root.GetProperty("context");
        Dictionary<string, Entries> cases = new(StringComparer.Ordinal);
        List<Entries> order = [];
        var index = -1;
        foreach (var entry in root.GetProperty("benchmarks").EnumerateArray())
        {
            index++;
            if (entry.Text("run_type") == Aggregate)
                continue;
            var name = entry.Text("run_name") ?? entry.Text("name")!;
            if (!cases.TryGetValue(name, out var entries))
                order.Add(entries = cases[name] = new(name));
            entries.Add(entry, index, text, choice.Time);
        }

        if (order.Count == 0 && index >= 0)
            throw text.Refuse(
                "this file holds aggregates only, and a mean alone tells nothing of how runs differ. Run the "
                    + "benchmarks without --benchmark_report_aggregates_only.",
                "benchmarks"
            );
        return new(
            text.Path,
            SuiteTool.GoogleBenchmark,
            context.Text("library_version") ?? "",
            [.. order.Select(e => e.Case)]
        )
        {
            Date = Date(context.Text("date")),
            LogicalProcessors = context.Whole("num_cpus"),
        };
    }

    // With an offset in every version that writes one; without it nobody knows the time zone.
    private static DateTimeOffset? Date(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date
            : null;

    // All entries of one name: the repetitions.
    private sealed class Entries(string name)
    {
        private readonly List<double> _times = [];
        private string? _failure;
        private string? _skipped;

        public SuiteCase Case =>
            new(
                name,
                name.Split('/')[0],
                _times.Count == 0
                    ? []
                    :
                    [
                        [.. _times],
                    ]
            )
            {
                Failure = _failure,
                Skipped = _failure is null && _times.Count == 0 ? _skipped : null,
            };

        public void Add(JsonElement entry, int index, SuiteText text, SuiteTime time)
        {
            if (entry.Flag("error_occurred"))
                _failure ??= entry.Text("error_message") is { Length: > 0 } why ? why : "it reports an error";
            else if (entry.Flag("skipped"))
                _skipped ??= entry.Text("skip_message") is { Length: > 0 } why ? why : "the benchmark skips itself";
            else
                _times.Add(Time(entry, index, text, time));
        }

        private double Time(JsonElement entry, int index, SuiteText text, SuiteTime time)
        {
            var field = time switch
            {
                SuiteTime.Real => "real_time",
                SuiteTime.Cpu => "cpu_time",
            };
            if (!entry.TryGetProperty(field, out var value))
                throw text.Refuse(
                    $"{name} has no {field}. Write the file anew with Google Benchmark.",
                    "benchmarks",
                    index
                );
            var nanoseconds = value.GetDouble() * Unit(entry.Text("time_unit"));
            return nanoseconds > 0 && double.IsFinite(nanoseconds)
                ? nanoseconds
                : throw text.Refuse(
                    $"{name} has a time of {Numbers.Number(nanoseconds)} ns, and a time is positive. Let the benchmark "
                        + $"do its work in its timed loop.",
                    "benchmarks",
                    index,
                    field
                );
        }

        private static double Unit(string? unit) =>
            unit switch
            {
                "us" => 1e3,
                "ms" => 1e6,
                "s" => 1e9,
                _ => 1,
            };
    }
}
