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

    /// <summary>Which part of a measurement it is; null for the whole.</summary>
    public Shard? Shard { get; init; }

    /// <summary>Where it was measured, and with what.</summary>
    public required MeasurementEnvironment Environment { get; init; }

    /// <summary>The cases, ordered by name; those that could not be measured included, by name.</summary>
    public required ImmutableArray<MeasuredCase> Cases { get; init; }

    /// <summary>Every worker process that was started, in order, the failed ones included.</summary>
    public ImmutableArray<WorkerRecord> Workers { get; init; } = [];

    /// <summary>What the device itself can do, measured in the same session; null if it was not measured.</summary>
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

/// <summary>What is known of one worker process.</summary>
public sealed record WorkerRecord
{
    /// <summary>The run it was to take, counted from 0.</summary>
    public required int Run { get; init; }

    /// <summary>How many times the run had been tried before.</summary>
    public int Attempt { get; init; }

    /// <summary>Seed of the case order and of every random choice in the worker.</summary>
    public required ulong Seed { get; init; }

    /// <summary>How it ended.</summary>
    public required WorkerOutcome Outcome { get; init; }

    /// <summary>Why it did not complete, in one line; null if it did.</summary>
    public string? Reason { get; init; }

    /// <summary>Wall time of the process, seconds.</summary>
    public double WallSeconds { get; init; }

    /// <summary>
    /// Seconds per phase, in order: start-up of the process, device, modules, inputs, checks, warm-up, sampling and so
    /// on.
    /// </summary>
    public ImmutableArray<Phase> Phases { get; init; } = [];

    /// <summary>
    /// Share of the sampling phase in which the device ran timed kernels, 0 to 1; null if it is not known.
    /// </summary>
    public double? BusyShare { get; init; }

    /// <summary>What the GPU went through meanwhile; null if nothing watched it.</summary>
    public GpuWatch? Watch { get; init; }
}

/// <summary>A phase of a worker's life.</summary>
/// <param name="Name">What it did.</param>
/// <param name="Seconds">Wall time it took.</param>
public sealed record Phase(string Name, double Seconds);

/// <summary>How a worker process ended.</summary>
public enum WorkerOutcome
{
    /// <summary>It wrote its run and exited with 0.</summary>
    Completed,

    /// <summary>It died or exited with an error.</summary>
    Crashed,

    /// <summary>It was killed at its time-out.</summary>
    Hung,

    /// <summary>
    /// Something outside of it killed it, the system for want of memory for one; or it could not be started.
    /// </summary>
    Killed,

    /// <summary>The measurement was cancelled meanwhile.</summary>
    Cancelled,

    /// <summary>It completed, and its run was thrown away: throttled, shared or shifted.</summary>
    Unstable,
}

/// <summary>What the device was seen to do at best, the axes of the roofline.</summary>
/// <param name="CopyBytesPerSecond">Bytes read plus bytes written by a large copy.</param>
/// <param name="MatrixFlopsPerSecond">Floating-point operations of a large matrix product.</param>
/// <param name="MatrixPrecision">The element type of that product, such as <c>f16</c>.</param>
public sealed record DeviceCeilings(double CopyBytesPerSecond, double MatrixFlopsPerSecond, string MatrixPrecision);
