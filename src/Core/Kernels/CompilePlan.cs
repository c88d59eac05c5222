using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PerfGate.Core.Devices;
using PerfGate.Core.Files;

namespace PerfGate.Core.Kernels;

/// <summary>
/// What the manifests ask to be compiled: <c>plan.json</c>, written by <c>perfgate list</c> and read by the compile
/// step.
/// </summary>
public sealed record CompilePlan : IVersionedFile
{
    /// <summary>The newest schema version that this code writes and reads.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <inheritdoc/>
    [JsonPropertyName("$schema")]
    public string Schema { get; init; } = "plan.schema.json";

    /// <inheritdoc/>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>The device that was chosen: <c>cuda</c> or <c>host</c>.</summary>
    public required DeviceKind Device { get; init; }

    /// <summary>Why that one, in one sentence.</summary>
    public required string DeviceReason { get; init; }

    /// <summary>The modules to compile, ordered by source, kind and defines.</summary>
    public required ImmutableArray<PlannedModule> Modules { get; init; }

    /// <summary>The names of the cases that will be measured, ordered.</summary>
    public required ImmutableArray<string> Cases { get; init; }
}

/// <summary>One source to compile with one set of macro definitions.</summary>
/// <param name="Source">Absolute or repository-relative path of the <c>.cu</c> or C++ file, forward slashes.</param>
/// <param name="Kind">Kernels, or host functions that compute references.</param>
/// <param name="Defines"><c>NAME=VALUE</c> joined by <c>;</c> and sorted; empty for none.</param>
/// <param name="Functions">The kernels or functions that must be callable, ordered.</param>
public sealed record PlannedModule(string Source, ModuleKind Kind, string Defines, ImmutableArray<string> Functions);
