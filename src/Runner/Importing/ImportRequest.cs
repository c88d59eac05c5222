using System.Collections.Immutable;
using PerfGate.Core.Importing;

namespace PerfGate.Runner.Importing;

/// <summary>The result files of an import, and how to read them.</summary>
internal sealed record ImportRequest
{
    /// <summary>The candidate's files, in the order in which they were measured.</summary>
    public required ImmutableArray<SuiteFile> Files { get; init; }

    /// <summary>The base's files, measured in turns with the candidate's; empty if a baseline is compared.</summary>
    public ImmutableArray<SuiteFile> Against { get; init; } = [];

    /// <summary>The candidate's files of a second measurement; empty if there was none.</summary>
    public ImmutableArray<SuiteFile> Again { get; init; } = [];

    /// <summary>Which time was read.</summary>
    public SuiteTime Time { get; init; }

    /// <summary>The device's model, as the user names it; null for what the files or this machine say.</summary>
    public string? Machine { get; init; }

    /// <summary>The project that the measurement belongs to, relative to the root; null for none.</summary>
    public string? Project { get; init; }
}
