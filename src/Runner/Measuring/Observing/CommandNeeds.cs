using System.Collections.Concurrent;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;

namespace PerfGate.Runner.Measuring.Observing;

/// <summary>Whether this machine has what a command needs. Each need is tried once in a process.</summary>
internal static class CommandNeeds
{
    private static readonly ConcurrentDictionary<string, Lazy<CommandNeed>> Tried = new();

    /// <summary>Why a case cannot run here, in one line; null if it can.</summary>
    /// <param name="benchmark">The case.</param>
    public static string? SkipReason(BenchmarkCase benchmark) => benchmark.SkipReason ?? Of(benchmark).Missing;

    /// <summary>What the program that a case requires printed last, such as versions; null for nothing.</summary>
    /// <param name="benchmark">The case.</param>
    public static string? Said(BenchmarkCase benchmark) => Of(benchmark).Said;

    /// <summary>A case with what the program said that it needs, such as versions.</summary>
    /// <param name="blank">The case before it was measured.</param>
    /// <param name="benchmark">The same case as the manifest has it.</param>
    public static MeasuredCase WithVersions(MeasuredCase blank, BenchmarkCase benchmark) =>
        blank.Observed is { } observed && blank.Status == CaseStatus.Measured
            ? blank with
            {
                Observed = observed with { Uses = Said(benchmark) },
            }
            : blank;

    private static CommandNeed Of(BenchmarkCase benchmark) =>
        benchmark.Command is { Needs.IsEmpty: false } command
            ? Tried
                .GetOrAdd(
                    $"{command.Folder}\n{CommandText.Joined(command.Needs)}",
                    _ => new(() => CommandExecution.Need(command))
                )
                .Value
            : default;
}
