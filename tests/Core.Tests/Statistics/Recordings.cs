using System.Collections.Immutable;
using System.Text.Json;

namespace PerfGate.Core.Tests.Statistics;

/// <summary>The recorded data of <c>tests/data</c>.</summary>
internal static class Recordings
{
    /// <summary>The L4 series by name, milliseconds in time order, with what was published of them.</summary>
    public static IReadOnlyDictionary<string, L4Series> L4() =>
        Read(
                "l4-sdpa.json",
                e => new L4Series(
                    e.GetProperty("name").GetString()!,
                    Numbers(e.GetProperty("samples_ms")),
                    e.TryGetProperty("published", out var p)
                        ? (
                            p.GetProperty("median_ms").GetDouble(),
                            p.GetProperty("ci_95_lower").GetDouble(),
                            p.GetProperty("ci_95_upper").GetDouble()
                        )
                        : null
                )
            )
            .ToDictionary(s => s.Name);

    /// <summary>The H200 recording, nanoseconds: identical processes, six kernels, five clocks.</summary>
    public static ImmutableArray<H200Series> H200() => Read("h200-aa.json", e => new H200Series(
        e.GetProperty("kernel").GetString()!,
        e.GetProperty("clock").GetString()!,
        e.GetProperty("process").GetInt32(),
        Numbers(e.GetProperty("samples"))));

    /// <summary>The compute canary's locations, nanoseconds, run by run, by when the measurement began.</summary>
    public static IReadOnlyDictionary<string, ImmutableArray<double>> ComputeCanary() =>
        Read(
                "canary-compute.json",
                e =>
                    (StartedAt: e.GetProperty("startedAt").GetString()!, Locations: Numbers(e.GetProperty("locations")))
            )
            .ToDictionary(s => s.StartedAt, s => s.Locations);

    private static ImmutableArray<T> Read<T>(string file, Func<JsonElement, T> read)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "data", file)));
        return [.. document.RootElement.GetProperty("series").EnumerateArray().Select(read)];
    }

    private static ImmutableArray<double> Numbers(JsonElement array) =>
        [.. array.EnumerateArray().Select(v => v.GetDouble())];
}

internal sealed record L4Series(
    string Name,
    ImmutableArray<double> Samples,
    (double Median, double Low, double High)? Published
);

internal sealed record H200Series(string Kernel, string Clock, int Process, ImmutableArray<double> Samples);
