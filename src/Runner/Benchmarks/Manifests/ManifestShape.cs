using System.Text.Json;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>
/// Finds fields that a benchmark lacks, or has too many: one launches kernels or observes a command, which the schema
/// cannot say.
/// </summary>
internal static class ManifestShape
{
    private static readonly string[] OfKernels = ["buffers", "launches", "check"];
    private static readonly string[] OnlyOfKernels =
    [
        "buffers",
        "launches",
        "inputs",
        "symbols",
        "defines",
        "tune",
        "role",
    ];
    private const string Files = "files";
    private const string OnlyCommandsHaveIt = "only a benchmark with a command has it.";

    private static readonly string[] OnlyOfCommands = ["measure", "warmUp", "samples"];

    /// <summary>What is wrong with a manifest, in no order.</summary>
    /// <param name="root">The manifest, which need not fit its schema.</param>
    public static IEnumerable<Diagnostic> Faults(PlacedJson root)
    {
        var benchmarks = root["benchmarks"]?.Items ?? [];
        if (root["source"] is null && (benchmarks.IsEmpty || benchmarks.Any(b => b["command"] is null)))
            yield return Missing(root.At, "source");
        foreach (var (i, benchmark) in benchmarks.Index())
        {
            var isCommand = benchmark["command"] is not null;
            foreach (var field in isCommand ? [] : OfKernels.Where(f => benchmark[f] is null))
                yield return Missing(benchmark.At, $"benchmarks[{i}].{field}");
            foreach (
                var field in benchmark.Fields.Where(f => (isCommand ? OnlyOfKernels : OnlyOfCommands).Contains(f.Name))
            )
                yield return DiagnosticCatalog.DoesNotFitSchema(
                    field.At,
                    $"benchmarks[{i}].{field.Name}",
                    isCommand
                        ? "the benchmark observes a command, which has none. Take out one of the two."
                        : OnlyCommandsHaveIt
                );
            if (!isCommand && benchmark["requires"] is { Kind: JsonValueKind.Object } needs)
                foreach (var field in needs.Fields.Where(f => f.Name == "command"))
                    yield return DiagnosticCatalog.DoesNotFitSchema(
                        field.At, $"benchmarks[{i}].requires.{field.Name}", OnlyCommandsHaveIt);
            if (benchmark["check"] is { Kind: JsonValueKind.Object } check)
                foreach (var fault in OfCheck(check, $"benchmarks[{i}].check", isCommand))
                    yield return fault;
        }
    }

    private static IEnumerable<Diagnostic> OfCheck(PlacedJson check, string path, bool isCommand)
    {
        var needed = isCommand ? Files : "outputs";
        if (check[needed] is null)
            yield return Missing(check.At, $"{path}.{needed}");
        foreach (var field in check.Fields.Where(f => f.Name == Files != isCommand))
            yield return DiagnosticCatalog.DoesNotFitSchema(
                field.At,
                $"{path}.{field.Name}",
                isCommand
                    ? "a command is checked by the files that it writes. Take it out."
                    : OnlyCommandsHaveIt
            );
    }

    private static Diagnostic Missing(SourceLocation at, string field) =>
        DiagnosticCatalog.DoesNotFitSchema(at, field, "a required field is missing.");
}
