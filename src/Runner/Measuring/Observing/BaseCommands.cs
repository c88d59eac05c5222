using System.Collections.Immutable;
using PerfGate.Runner.Benchmarks;

namespace PerfGate.Runner.Measuring.Observing;

/// <summary>
/// The commands of the base: they run in an export of its commit, which holds no program that a build makes and no file
/// that git does not know. One that does not run there cannot be tried, which says nothing about the branch.
/// </summary>
internal static class BaseCommands
{
    /// <summary>The side of a trial, without the cases whose command does not run there.</summary>
    /// <param name="side">The side.</param>
    /// <param name="suite">What its manifests declare.</param>
    public static Task<TrialSide> RunnableAsync(TrialSide side, BenchmarkSuite suite)
    {
        var cases = side.Cases.ToHashSet(StringComparer.Ordinal);
        BenchmarkCase[] commands = [.. suite.Cases.Where(c => c.Command is not null && cases.Contains(c.Name))];
        return commands.Length == 0 ? Task.FromResult(side) : Task.Run(() => Runnable(side, commands));
    }

    private static TrialSide Runnable(TrialSide side, IEnumerable<BenchmarkCase> commands)
    {
        var tried = new Dictionary<string, string?>(StringComparer.Ordinal);
        var failures = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var benchmark in commands)
        {
            // Cases that measure different kernels of one command share it.
            if (!tried.TryGetValue(benchmark.Command!.Identity, out var failure))
                tried.Add(benchmark.Command.Identity, failure = Failure(benchmark.Command));
            if (failure is not null)
                failures.Add(benchmark.Name, failure);
        }

        if (failures.Count == 0)
            return side;
        var said = string.Join("; ", failures.Select(f => $"the base's command of {f.Key} does not run: {f.Value}"));
        return side with
        {
            Cases = [.. side.Cases.Where(c => !failures.ContainsKey(c))],
            Reason = side.Reason is null ? said : $"{side.Reason}; {said}",
        };
    }

    private static string? Failure(CommandSpec command)
    {
        try
        {
            CommandExecution.Run(command, ImmutableDictionary<string, string>.Empty, () => { });
            return null;
        }
        catch (ObservationException e)
        {
            return e.Message;
        }
    }
}
