using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;

namespace PerfGate.Core.Sanitizing;

/// <summary>What compute-sanitizer found in the kernels: <c>sanitize.json</c>.</summary>
public sealed record SanitizeReport : IVersionedFile
{
    /// <summary>The newest schema version that this code writes and reads.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <inheritdoc/>
    [JsonPropertyName("$schema")]
    public string Schema { get; init; } = "sanitize.schema.json";

    /// <inheritdoc/>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>The version of compute-sanitizer, as it prints it; null if it prints none.</summary>
    public string? Version { get; init; }

    /// <summary>The GPU's compute capability, such as <c>9.0</c>.</summary>
    public string? ComputeCapability { get; init; }

    /// <summary>
    /// How the cases were chosen, in one sentence: the reference whose machine code they were compared with, or why all
    /// were run.
    /// </summary>
    public required string Selection { get; init; }

    /// <summary>The cases, in the order of the manifests; those that were not run included.</summary>
    public required ImmutableArray<SanitizedCase> Cases { get; init; }

    /// <summary>Whether a tool found an error, or could not look at a case.</summary>
    [JsonIgnore]
    public bool Failed => Cases.Any(c => c.Tools.Any(t => t.Status is ToolStatus.Findings or ToolStatus.Incomplete));
}

/// <summary>One case under compute-sanitizer.</summary>
public sealed record SanitizedCase
{
    /// <summary>The case's name.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// The <c>__global__</c> line of the first kernel that it launches; null if nothing was compiled.
    /// </summary>
    public SourceLocation? Source { get; init; }

    /// <summary>Why it was not run, in one line; null if it was.</summary>
    public string? NotRun { get; init; }

    /// <summary>What each tool said; empty if the case was not run.</summary>
    public required ImmutableArray<ToolResult> Tools { get; init; }
}

/// <summary>What one tool of compute-sanitizer said about a case.</summary>
public sealed record ToolResult
{
    /// <summary>The tool.</summary>
    public required SanitizerTool Tool { get; init; }

    /// <summary>How it ended.</summary>
    public required ToolStatus Status { get; init; }

    /// <summary>
    /// Why it is <see cref="ToolStatus.Incomplete"/> or <see cref="ToolStatus.NotNeeded"/>, in one line; otherwise
    /// null.
    /// </summary>
    public string? Reason { get; init; }

    /// <summary>Wall time, seconds; 0 if it was not run.</summary>
    public double Seconds { get; init; }

    /// <summary>What it printed, relative to the folder of this file; null if it was not run.</summary>
    public string? Log { get; init; }

    /// <summary>What it found, the same thing at the same line once.</summary>
    public ImmutableArray<SanitizerFinding> Findings { get; init; } = [];
}

/// <summary>One thing that a tool found, at one line.</summary>
public sealed record SanitizerFinding
{
    /// <summary>Whether it is an error, or a warning that the tool itself is not sure of.</summary>
    public required FindingLevel Level { get; init; }

    /// <summary>What it is, in the tool's words: <c>Invalid __global__ write of size 4 bytes</c>.</summary>
    public required string What { get; init; }

    /// <summary>
    /// What else the tool says about the first occurrence: thread, address, the other side of a race.
    /// </summary>
    public ImmutableArray<string> Details { get; init; } = [];

    /// <summary>The line of the kernel's source; its <c>__global__</c> line where the tool gave none.</summary>
    public SourceLocation? Source { get; init; }

    /// <summary>How many such reports were printed; the tool stops printing at a limit.</summary>
    public required int Count { get; init; }
}

/// <summary>The tools of compute-sanitizer.</summary>
public enum SanitizerTool
{
    /// <summary>Accesses out of bounds, or misaligned.</summary>
    Memcheck,

    /// <summary>Reads of device memory that nobody has written.</summary>
    Initcheck,

    /// <summary>Races in shared memory.</summary>
    Racecheck,

    /// <summary>Wrong uses of barriers.</summary>
    Synccheck,
}

/// <summary>How a tool ended.</summary>
public enum ToolStatus
{
    /// <summary>It ran to its end and found no error.</summary>
    Clean,

    /// <summary>It found at least one error.</summary>
    Findings,

    /// <summary>It did not run to its end, so nothing is known.</summary>
    Incomplete,

    /// <summary>There is nothing in the case that it looks at.</summary>
    NotNeeded,
}

/// <summary>How sure a tool is.</summary>
public enum FindingLevel
{
    /// <summary>An error.</summary>
    Error,

    /// <summary>A hazard that may be intended.</summary>
    Warning,
}
