using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;

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

    /// <summary>When and why the baseline was started over; null if it never was.</summary>
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

/// <summary>A baseline was started over on purpose: earlier measurements and anchors were dropped.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Reason">Why, in the words of the person who did it.</param>
public sealed record BaselineRestart(DateTimeOffset At, string Reason);

/// <summary>What became of a candidate for a baseline: a new baseline, or every reason why there is none.</summary>
/// <param name="Baseline">The refreshed baseline; null if the candidate is refused.</param>
/// <param name="Refusals">Why it is refused; empty if it is not.</param>
/// <param name="Notes">What a reader of the refresh should know, one line each.</param>
public sealed record BaselineUpdate(
    Baseline? Baseline,
    ImmutableArray<Diagnostic> Refusals,
    ImmutableArray<string> Notes
);

/// <summary>
/// What later slow-downs of a case are counted from. It outlives the measurement that it was taken from, because a
/// bound against the oldest of five kept measurements would move along with every tag.
/// </summary>
/// <param name="Case">Case name.</param>
/// <param name="MeasuredAt">When it was measured, UTC.</param>
/// <param name="Tag">The release tag at which it was measured.</param>
/// <param name="RunMeans">Interquartile mean of each run, nanoseconds; at least one.</param>
/// <param name="Commit">The commit at which it was measured; null if unknown.</param>
/// <param name="CodeHash">The case's machine-code hash then; null if unknown.</param>
/// <param name="Cache">
/// The cache state in which it was measured, <c>cold</c> or <c>hot</c>; null in older files, for that of the newest
/// measurement.
/// </param>
/// <param name="Accepted">
/// The accepted slow-down that moved the anchor here; it moves it only once. Null for none.
/// </param>
public sealed record DriftAnchor(
    string Case,
    DateTimeOffset MeasuredAt,
    string Tag,
    ImmutableArray<double> RunMeans,
    string? Commit = null,
    string? CodeHash = null,
    string? Cache = null,
    AcceptedSlowdown? Accepted = null);
