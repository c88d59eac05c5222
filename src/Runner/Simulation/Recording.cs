using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using PerfGate.Core.Simulation;

namespace PerfGate.Runner.Simulation;

/// <summary>
/// The recording that comes with perfgate: identical processes of six kernels on one H200, with five clocks.
/// </summary>
internal static class Recording
{
    /// <summary>Reads it.</summary>
    public static ImmutableArray<RecordedKernel> Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("h200-aa.json")!;
        using var document = JsonDocument.Parse(stream);
        return
        [
            .. from series in document.RootElement.GetProperty("series").EnumerateArray()
            group Numbers(series.GetProperty("samples")) by (
                Clock: series.GetProperty("clock").GetString()!,
                Kernel: series.GetProperty("kernel").GetString()!
            ) into processes
            orderby processes.Key.Clock, processes.Key.Kernel
            select new RecordedKernel(processes.Key.Clock, processes.Key.Kernel, [.. processes]),
        ];
    }

    private static ImmutableArray<double> Numbers(JsonElement array) =>
        [.. array.EnumerateArray().Select(v => v.GetDouble())];
}
