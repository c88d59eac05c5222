using System.Collections.Concurrent;
using PerfGate.Runner.Benchmarks;

namespace PerfGate.Runner.Measuring.Observing;

/// <summary>Whether this machine has what a command needs. Each need is tried once in a process.</summary>
internal static class CommandNeeds
{
    private static readonly ConcurrentDictionary<string, Lazy<string?>> Tried = new();

    /// <summary>Why a case cannot run here, in one line; null where it can.</summary>
    /// <param name="benchmark">The case.</param>
    public static string? SkipReason(BenchmarkCase benchmark) =>
        benchmark.SkipReason is { } reason ? reason
        : benchmark.Command is not { Needs.IsEmpty: false } command ? null
        : Tried
            .GetOrAdd(
                $"{command.Folder}\n{CommandText.Joined(command.Needs)}",
                _ => new(() => CommandExecution.Missing(command))
            )
            .Value;
}
