using System.Collections.Immutable;
using System.Text.RegularExpressions;
using PerfGate.Core.Explaining;
using PerfGate.Runner.Benchmarks;

namespace PerfGate.Runner.Explaining;

/// <summary>A program whose launches are counted, and which of them.</summary>
/// <param name="Words">The program and its arguments.</param>
/// <param name="Kernels">The kernels, by mangled name, as regular expressions; empty for all.</param>
internal sealed record CountedProgram(ImmutableArray<string> Words, ImmutableArray<string> Kernels)
{
    // Enough for a mean, and few enough for kernels of a tenth of a second.
    private const int Times = 3;

    /// <summary>The folder that it runs in, absolute; null for this process's.</summary>
    public string? Folder { get; init; }

    /// <summary>What is set in its environment.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>How many of these launches are left out at first, and how many are counted; null for all.</summary>
    public (int Skip, int Count)? Window { get; init; }

    /// <summary>An observed command: its own launches, by the patterns of its <c>measure</c>.</summary>
    /// <param name="command">The command. Not one of wall time.</param>
    public static CountedProgram Of(CommandSpec command) =>
        new(command.Words, [.. command.Measure.Kernels.Where(k => k[0] != '!').Select(Expression)])
        {
            Folder = command.Folder,
            Environment = command.Environment,
            Window = command.Measure.Launches is { } launches
                ? (command.Measure.WarmUp * launches, Times * launches)
                : null,
        };

    /// <summary>The launches of a command that a sample counts, as those of one kernel.</summary>
    /// <param name="command">The command.</param>
    /// <param name="launches">What was counted.</param>
    /// <param name="name">What the kernel is called.</param>
    /// <returns>Its counters for one sample; null if no launch counts.</returns>
    public static KernelCounters? AsOne(CommandSpec command, ImmutableArray<NcuLaunch> launches, string name)
    {
        var measure = command.Measure;
        var counted = launches.Where(l => measure.Counts(l.Kernel, l.Kernel)).ToImmutableArray();
        var samples = measure.Iterations ?? counted.Length / (measure.Launches ?? 1);
        return samples == 0
            ? null
            : KernelCounters.Of(counted.Select(l => l with { Kernel = name }), samples).FirstOrDefault();
    }

    /// <summary>What was counted of a command, or a failure that names it.</summary>
    /// <param name="command">The command.</param>
    /// <param name="counted">What was counted.</param>
    /// <param name="name">The case.</param>
    public static CountedLaunches Checked(CommandSpec command, CountedLaunches counted, string name) =>
        counted.Failure is { } why ? CountedLaunches.Failed($"the command of {name} was not counted: {why}")
        : AsOne(command, counted.Launches, name) is null
            ? CountedLaunches.Failed(
                $"the command of {name} was not counted: none of its launches has a symbol that fits "
                    + command.Measure.Words
            )
        : counted;

    // As NamePattern reads a pattern.
    private static string Expression(string pattern) =>
        Regex
            .Escape(pattern)
            .Replace("\\*", ".*", StringComparison.Ordinal)
            .Replace("\\?", ".", StringComparison.Ordinal);
}
