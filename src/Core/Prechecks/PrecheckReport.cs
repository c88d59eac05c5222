using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Kernels.Disassembly;
using PerfGate.Core.Judgement;
using PerfGate.Core.Policy;

namespace PerfGate.Core.Prechecks;

/// <summary>What a change does to machine code, found without a device: <c>precheck.json</c>.</summary>
public sealed record PrecheckReport : IVersionedFile
{
    /// <summary>The newest schema version that this code writes and reads.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <inheritdoc/>
    [JsonPropertyName("$schema")]
    public string Schema { get; init; } = "precheck.schema.json";

    /// <inheritdoc/>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>The device that was compiled for, as baselines name it; null if it is not known.</summary>
    public string? DeviceSlug { get; init; }

    /// <summary>What the machine code was compared with, in one sentence.</summary>
    public required string Reference { get; init; }

    /// <summary>The cases, by name.</summary>
    public required ImmutableArray<PrecheckedCase> Cases { get; init; }

    /// <summary>What the kernels need more of, each kernel once.</summary>
    public ImmutableArray<ResourceFinding> Resources { get; init; } = [];

    /// <summary>What a finding of <see cref="Resources"/> does.</summary>
    public ResourceAction Action { get; init; } = ResourceAction.Warn;

    /// <summary>How the machine code of changed kernels differs, each kernel once, the most changed first.</summary>
    public ImmutableArray<ChangedKernel> Code { get; init; } = [];

    /// <summary>
    /// Why the gate must run whatever the cases say, one line each: the change edits how the gate itself runs.
    /// </summary>
    public ImmutableArray<string> GateEdits { get; init; } = [];

    /// <summary>The commit that was compiled, full SHA; null outside of a repository.</summary>
    public string? Commit { get; init; }

    /// <summary>The entries of the policy that accept changes of how the gate runs.</summary>
    public ImmutableArray<AcceptedGateEdit> AcceptedGateEdits { get; init; } = [];

    /// <summary>Anything else a reader should know, one line each: what could not be read at the base.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>The cases that the gate must measure.</summary>
    [JsonIgnore]
    public ImmutableArray<PrecheckedCase> ToMeasure => [.. Cases.Where(c => c.Measure)];

    /// <summary>Whether the gate must run on the device.</summary>
    [JsonIgnore]
    public bool NeedsDevice => Cases.Any(c => c.Measure) || !GateEdits.IsEmpty;

    /// <summary>Whether a kernel needs more than the policy allows.</summary>
    [JsonIgnore]
    public bool Failed => Action == ResourceAction.Fail && HasFindings;

    /// <summary>
    /// What it comes to where no case needs the device, so that nothing else is said of the change.
    /// </summary>
    [JsonIgnore]
    public Outcome Outcome =>
        Failed ? Outcome.Regression
        : HasFindings || !Warnings.IsEmpty ? Outcome.Warning
        : Outcome.Pass;

    private bool HasFindings => Resources.Any(r => r.Accepted is null);
}

/// <summary>A case, and whether the gate must measure it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Measure">Whether it must be measured.</param>
/// <param name="Reason">Why, or why not, in one line.</param>
/// <param name="Source">The <c>__global__</c> line of its first kernel; null if nothing was compiled.</param>
public sealed record PrecheckedCase(string Name, bool Measure, string Reason, SourceLocation? Source = null);

/// <summary>A kernel whose machine code is not the base's.</summary>
/// <param name="Kernel">The kernel.</param>
/// <param name="Source">The kernel's line; null if it is not known.</param>
/// <param name="Difference">How its machine code differs; null if it could not be compared.</param>
/// <param name="NotCompared">Why it could not be compared; null if it was.</param>
public sealed record ChangedKernel(
    string Kernel,
    SourceLocation? Source = null,
    CodeDifference? Difference = null,
    string? NotCompared = null
);

/// <summary>A resource that a kernel needs more of than before.</summary>
/// <param name="Kernel">The kernel.</param>
/// <param name="Kind">Which resource.</param>
/// <param name="Before">How much it needed: bytes, or blocks that fit a multiprocessor.</param>
/// <param name="Now">How much it needs.</param>
/// <param name="Words">Both in a sentence.</param>
/// <param name="Source">The kernel's line; null if it is not known.</param>
/// <param name="Accepted">Why somebody accepts it; null if nobody does.</param>
public sealed record ResourceFinding(
    string Kernel,
    ResourceKind Kind,
    int Before,
    int Now,
    string Words,
    SourceLocation? Source = null,
    string? Accepted = null
);

/// <summary>The resources that are watched.</summary>
public enum ResourceKind
{
    /// <summary>Bytes of register spills.</summary>
    Spills,

    /// <summary>Bytes of local memory per thread.</summary>
    LocalMemory,

    /// <summary>Blocks that fit a multiprocessor at once: fewer is worse.</summary>
    ResidentBlocks,
}
