using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PerfGate.Core.Files;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;

namespace PerfGate.Core.Judgement;

/// <summary>What the gate says: <c>verdict.json</c>.</summary>
public sealed record Verdict : IVersionedFile
{
    /// <summary>The newest schema version that this code writes and reads.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <inheritdoc/>
    [JsonPropertyName("$schema")]
    public string Schema { get; init; } = "verdict.schema.json";

    /// <inheritdoc/>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>The whole, decided by the worst case.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>The outcome in one sentence, and what to do.</summary>
    public required string Summary { get; init; }

    /// <summary>What the candidate was compared with, and how that was chosen.</summary>
    public required ReferenceDescription Reference { get; init; }

    /// <summary>Why not one case was compared with anything; null where one was.</summary>
    public NothingCompared? NothingCompared { get; init; }

    /// <summary>Every case of either side, ordered by name.</summary>
    public required ImmutableArray<CaseJudgement> Cases { get; init; }

    /// <summary>The policy that was applied.</summary>
    public required GatePolicy Policy { get; init; }

    /// <summary>Fields in which the two environments differ.</summary>
    public ImmutableArray<EnvironmentDifference> EnvironmentDifferences { get; init; } = [];

    /// <summary>How far the machine itself has moved since the reference; null where nothing could tell.</summary>
    public Drift? Drift { get; init; }

    /// <summary>What the branch, or the person who started the gate, changes in how it judges, one line each.</summary>
    public ImmutableArray<string> GateEdits { get; init; } = [];

    /// <summary>
    /// The files and properties among those edits that this verdict rests on and that nobody accepted; empty outside of
    /// CI.
    /// </summary>
    public ImmutableArray<string> ToReview { get; init; } = [];

    /// <summary>Anything else a reader should know, one line each.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];
}
