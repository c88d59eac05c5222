using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PerfGate.Core.Files;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Baselines;

/// <summary>What was committed for one device model: <c>baselines/DEVICE.json</c>.</summary>
public sealed record Baseline : IVersionedFile
{
    /// <summary>The newest schema version that this code writes and reads.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <inheritdoc/>
    [JsonPropertyName("$schema")]
    public string Schema { get; init; } = "schema/baseline.schema.json";

    /// <inheritdoc/>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>The device slug, the same as the file's name.</summary>
    public required string Device { get; init; }

    /// <summary>When and why the baseline was begun anew; null where it never was.</summary>
    public BaselineRestart? Restarted { get; init; }

    /// <summary>
    /// Per case, what its drift over the tags is counted from, ordered by name; empty before the first tag.
    /// </summary>
    public ImmutableArray<DriftAnchor> Anchors { get; init; } = [];

    /// <summary>The measurements, oldest first, at least one.</summary>
    public required ImmutableArray<Measurement> Measurements { get; init; }

    /// <summary>The measurement that a candidate is compared with.</summary>
    [JsonIgnore]
    public Measurement Newest => Measurements[^1];

    /// <summary>The newest measurement that was taken at a release tag; null for none.</summary>
    [JsonIgnore]
    public Measurement? LastTagged => Measurements.LastOrDefault(m => m.Environment.Git?.Tag is not null);
}
