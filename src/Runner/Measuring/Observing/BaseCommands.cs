using System.Collections.Immutable;
using PerfGate.Runner.Benchmarks;

namespace PerfGate.Runner.Measuring.Observing;

/// <summary>
/// The commands of the base: they run in an export of its commit, where they are built first if they name a build. One
/// that does not run there cannot be tried, which says nothing about the branch.
/// </summary>
internal static class BaseCommands
{
    /// <summary>The side of a trial, without the cases whose command does not run there.</summary>
    /// <param name="side">The side.</param>
    /// <param name="suite">What its manifests declare.</param>
    /// <param name="builds">Builds them.</param>
    /// <param name="cancellation">Ends a build.</param>
    public static Task<TrialSide> RunnableAsync(
        TrialSide side,
        BenchmarkSuite suite,
        CommandBuilds builds,
        CancellationToken cancellation
    )
    {
        var cases = side.Cases.ToHashSet(StringComparer.Ordinal);
        BenchmarkCase[] commands = [.. suite.Cases.Where(c => c.Command is not null && cases.Contains(c.Name))];
        return commands.Length == 0
            ? Task.FromResult(side)
            : Task.Run(() => TriedAsync(side, commands, builds, cancellation), cancellation);
    }

    private static async Task<TrialSide> TriedAsync(
        TrialSide side,
        IEnumerable<BenchmarkCase> commands,
        CommandBuilds builds,
        CancellationToken cancellation
    )
    {
        var tried = new Dictionary<string, string?>(StringComparer.Ordinal);
        var failures = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var benchmark in commands)
        {
            var command = benchmark.Command!;
            var unbuilt = await builds.FailureAsync(command, side.Base!.Root, cancellation).ConfigureAwait(false);
            // Cases that measure different kernels of one command share it.
            var failure = unbuilt;
            var key = $"{command.Identity}\n{string.Join('\n', benchmark.Check.Files)}";
            if (unbuilt is null && !tried.TryGetValue(key, out failure))
                tried.Add(key, failure = Failure(benchmark));
            if (failure is not null)
                failures.Add(benchmark.Name, failure);
        }

        if (failures.Count == 0)
            return side;
        var said = string.Join(
            "; ",
            side.Cases.Where(failures.ContainsKey).Select(c => $"the base's command of {c} does not run: {failures[c]}")
        );
        return side with
        {
            Cases = [.. side.Cases.Where(c => !failures.ContainsKey(c))],
            Reason = side.Reason is null ? said : $"{side.Reason}; {said}",
        };
    }

    // By the base's own check.
    private static string? Failure(BenchmarkCase benchmark)
    {
        try
        {
            WrittenFiles.Delete(benchmark.Check);
            CommandExecution.Run(benchmark.Command!, ImmutableDictionary<string, string>.Empty, () => { });
            return WrittenFiles.Fault(WrittenFiles.Check(benchmark.Check));
        }
        catch (ObservationException e)
        {
            return e.Message;
        }
    }
}
