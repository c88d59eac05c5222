using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PerfGate.Core.Files;

namespace PerfGate.Core.Claims;

/// <summary>The phases of <c>perfgate optimize</c>, in their order.</summary>
public enum OptimizePhase
{
    /// <summary>The machine is looked at, and the kernels are compiled.</summary>
    Environment,

    /// <summary>The fastest of the baselines is found.</summary>
    Baseline,

    /// <summary>The candidate is tuned.</summary>
    Tune,

    /// <summary>Candidate and baseline are measured side by side, at all shapes.</summary>
    Shapes,

    /// <summary>The reason is looked for.</summary>
    Profile,

    /// <summary>The publication is written.</summary>
    Report,
}

/// <summary>How a phase ended.</summary>
public enum PhaseOutcome
{
    /// <summary>It did its work.</summary>
    Done,

    /// <summary>It has nothing to do, or this version cannot do it.</summary>
    NotAvailable,
}

/// <summary>What the phases did, so that they need not do it again: <c>optimize.json</c>.</summary>
public sealed record OptimizeLog : IVersionedFile
{
    /// <summary>The newest schema version that this code writes and reads.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>The schema's name.</summary>
    public const string SchemaName = "optimize.schema.json";

    /// <inheritdoc/>
    [JsonPropertyName("$schema")]
    public string Schema { get; init; } = SchemaName;

    /// <inheritdoc/>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>The last end of each phase, in their order.</summary>
    public ImmutableArray<PhaseRecord> Phases { get; init; } = [];

    /// <summary>The record of a phase; null if it has none.</summary>
    /// <param name="phase">The phase.</param>
    public PhaseRecord? Of(OptimizePhase phase) => Phases.FirstOrDefault(p => p.Phase == phase);

    /// <summary>The log with the record of a phase in place of its earlier one.</summary>
    /// <param name="record">The record.</param>
    public OptimizeLog With(PhaseRecord record) =>
        this with
        {
            Phases = [.. Phases.Where(p => p.Phase != record.Phase).Append(record).OrderBy(p => p.Phase)],
        };

    /// <summary>What a phase and those after it are likely to take, seconds; null if one has no record.</summary>
    /// <param name="phase">The phase that begins.</param>
    /// <param name="missing">The phases without a record.</param>
    public double? SecondsFrom(OptimizePhase phase, out ImmutableArray<OptimizePhase> missing)
    {
        var left = Enum.GetValues<OptimizePhase>().Where(p => p >= phase).ToList();
        missing = [.. left.Where(p => Of(p) is null)];
        return missing.IsEmpty ? left.Sum(p => Of(p)!.Seconds) : null;
    }
}

/// <summary>How a phase ended the last time.</summary>
public sealed record PhaseRecord
{
    /// <summary>The phase.</summary>
    public required OptimizePhase Phase { get; init; }

    /// <summary>How it ended.</summary>
    public required PhaseOutcome Outcome { get; init; }

    /// <summary>SHA-256 over all that it depends on.</summary>
    public required string Inputs { get; init; }

    /// <summary>What it wrote: SHA-256 by path, relative to the output folder.</summary>
    public required ImmutableSortedDictionary<string, string> Files { get; init; }

    /// <summary>What it took, seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>What came of it, one line.</summary>
    public required string Note { get; init; }
}
