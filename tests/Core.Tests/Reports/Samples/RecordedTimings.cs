using System.Collections.Immutable;
using System.Text.Json;

namespace PerfGate.Core.Tests.Reports.Samples;

/// <summary>
/// Real samples to draw: six kernels on one H200 in twelve fresh processes, and attention kernels on one L4.
/// </summary>
public sealed class RecordedTimings
{
    private readonly ImmutableDictionary<string, ImmutableArray<ImmutableArray<double>>> _processes;
    private readonly ImmutableDictionary<string, ImmutableArray<double>> _attention;

    private RecordedTimings(
        ImmutableDictionary<string, ImmutableArray<ImmutableArray<double>>> processes,
        ImmutableDictionary<string, ImmutableArray<double>> attention)
    {
        _processes = processes;
        _attention = attention;
    }

    /// <summary>Reads the recordings beside the test assembly.</summary>
    public static RecordedTimings Load()
    {
        using var h200 = JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "data", "h200-aa.json"))
        );
        using var l4 = JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "data", "l4-sdpa.json"))
        );
        return new(
            h200.RootElement.GetProperty("series")
                .EnumerateArray()
                .Where(s => s.GetProperty("clock").GetString() == "cupti_flush")
                .GroupBy(s => s.GetProperty("kernel").GetString()!)
                .ToImmutableDictionary(
                    g => g.Key,
                    g =>
                        g.OrderBy(s => s.GetProperty("process").GetInt32())
                            .Select(s => Numbers(s.GetProperty("samples"), 1))
                            .ToImmutableArray()
                ),
            l4.RootElement.GetProperty("series")
                .EnumerateArray()
                .ToImmutableDictionary(
                    s => s.GetProperty("name").GetString()!,
                    s => Numbers(s.GetProperty("samples_ms"), 1e6)
                )
        );
    }

    /// <summary>The samples of one kernel on the H200, a run a process, nanoseconds.</summary>
    public ImmutableArray<ImmutableArray<double>> Processes(string kernel) => _processes[kernel];

    /// <summary>One series of attention times on the L4, nanoseconds.</summary>
    public ImmutableArray<double> Attention(string series) => _attention[series];

    private static ImmutableArray<double> Numbers(JsonElement array, double unit) =>
        [.. array.EnumerateArray().Select(n => n.GetDouble() * unit)];
}
