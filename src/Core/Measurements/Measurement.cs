using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PerfGate.Core.Files;

namespace PerfGate.Core.Measurements;

/// <summary>
/// All runs of one gate invocation, with the environment they ran in: <c>measurement.json</c>, and <c>trial.json</c>
/// for an interleaved one.
/// </summary>
public sealed record Measurement : IVersionedFile
{
    /// <summary>The newest schema version that this code writes and reads.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <inheritdoc/>
    [JsonPropertyName("$schema")]
    public string Schema { get; init; } = "measurement.schema.json";

    /// <inheritdoc/>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>When the first worker was started, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Wall time from the first worker's start to the last one's end, seconds.</summary>
    public required double WallSeconds { get; init; }

    /// <summary>Whether each run holds both sides, candidate and base kernels alternating in one process.</summary>
    public bool Interleaved { get; init; }

    /// <summary>
    /// The project whose kernels these are: its file, relative to the repository root, with forward slashes. Null where
    /// it is not known, and in measurements made before it was recorded.
    /// </summary>
    public string? Project { get; init; }

    /// <summary>Where it was measured, and with what.</summary>
    public required MeasurementEnvironment Environment { get; init; }

    /// <summary>The cases, ordered by name; those that could not be measured included, by name.</summary>
    public required ImmutableArray<MeasuredCase> Cases { get; init; }

    /// <summary>Every worker process that was started, in order, the failed ones included.</summary>
    public ImmutableArray<WorkerRecord> Workers { get; init; } = [];

    /// <summary>What the device itself can do, measured in the same session; null where it was not measured.</summary>
    public DeviceCeilings? Ceilings { get; init; }

    /// <summary>
    /// Seed of the check of each case with inputs that nobody knew before; null in measurements made before there was
    /// one.
    /// </summary>
    public ulong? CheckSeed { get; init; }

    /// <summary>
    /// The cache state before each sample of a case: its own, or the environment's in older files, which record none
    /// per case.
    /// </summary>
    /// <param name="measured">A case of this measurement.</param>
    public string CacheOf(MeasuredCase measured) => measured.Cache ?? Environment.Cache;

    /// <summary>Warnings that belong to the measurement as a whole, one line each.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];
}
