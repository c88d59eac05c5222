using System.Collections.Immutable;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Importing;

/// <summary>What one result file of a suite holds: the times of one or more processes.</summary>
/// <param name="Path">The file.</param>
/// <param name="Tool">The tool that wrote it.</param>
/// <param name="Version">The tool's version; empty if it does not say.</param>
/// <param name="Cases">The cases, in the file's order; each name once.</param>
public sealed record SuiteFile(string Path, SuiteTool Tool, string Version, ImmutableArray<SuiteCase> Cases)
{
    /// <summary>
    /// SHA-256 over its content: two files with the same are one measurement; null if it is not known.
    /// </summary>
    public string? Digest { get; init; }

    /// <summary>When it was measured; null if the file does not say.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>The processor's model; null if the file does not name it.</summary>
    public string? Processor { get; init; }

    /// <summary>Logical processors; null if the file does not say.</summary>
    public int? LogicalProcessors { get; init; }

    /// <summary>
    /// What ran the code, such as the .NET runtime and its version; null if the file does not say.
    /// </summary>
    public string? Runtime { get; init; }

    /// <summary>The GPU; null if the times are a processor's.</summary>
    public GpuDescription? Gpu { get; init; }
}

/// <summary>A case of a suite.</summary>
/// <param name="Name">Its name, as the tool shows it or as PerfGate writes cases with axes.</param>
/// <param name="Benchmark">The benchmark that it is a case of.</param>
/// <param name="Processes">
/// The times of each process, nanoseconds, positive, in time order; no process is empty.
/// </param>
public sealed record SuiteCase(string Name, string Benchmark, ImmutableArray<ImmutableArray<double>> Processes)
{
    /// <summary>Why it has no times, in the tool's words, where it failed; null if it did not.</summary>
    public string? Failure { get; init; }

    /// <summary>Why the suite left it out, in its words; null if it did not.</summary>
    public string? Skipped { get; init; }

    /// <summary>The median of all its times as the tool prints it, nanoseconds; null if it has none.</summary>
    public double? Median =>
        Processes.IsEmpty ? null : Statistics.Quantiles.Median([.. Processes.SelectMany(samples => samples)]);
}
