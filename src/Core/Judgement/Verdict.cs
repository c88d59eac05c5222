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

    /// <summary>Why not one case was compared with anything; null if one was.</summary>
    public NothingCompared? NothingCompared { get; init; }

    /// <summary>Every case of either side, ordered by name.</summary>
    public required ImmutableArray<CaseJudgement> Cases { get; init; }

    /// <summary>The policy that was applied.</summary>
    public required GatePolicy Policy { get; init; }

    /// <summary>Fields in which the two environments differ.</summary>
    public ImmutableArray<EnvironmentDifference> EnvironmentDifferences { get; init; } = [];

    /// <summary>How far the machine itself has moved since the reference; null if nothing could tell.</summary>
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

/// <summary>What the candidate was compared with.</summary>
public sealed record ReferenceDescription
{
    /// <summary>Where it came from.</summary>
    public required ReferenceKind Kind { get; init; }

    /// <summary>How it was chosen, in one sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>The baseline file, relative to the repository root; null for none.</summary>
    public string? Path { get; init; }

    /// <summary>The commit that it belongs to; null if unknown.</summary>
    public string? Commit { get; init; }

    /// <summary>The release tag that it was measured at; null for none.</summary>
    public string? Tag { get; init; }

    /// <summary>When it was measured, UTC; null for none.</summary>
    public DateTimeOffset? MeasuredAt { get; init; }
}

/// <summary>Where a reference came from.</summary>
public enum ReferenceKind
{
    /// <summary>There is none: every case is new.</summary>
    None,

    /// <summary>The device's committed baseline.</summary>
    Baseline,

    /// <summary>The base commit's own kernels, run now.</summary>
    Base,
}

/// <summary>
/// How far the machine moved between reference and candidate, read off cases whose machine code did not change.
/// </summary>
/// <param name="Ratio">Median ratio of the controls, above 1 is slower now.</param>
/// <param name="Controls">How many unchanged cases and canaries it was read off.</param>
/// <param name="Void">Whether it is so large that the baseline comparison does not count.</param>
/// <param name="Explanation">How far the machine moved, in one sentence or two.</param>
public sealed record Drift(double Ratio, int Controls, bool Void, string Explanation);

/// <summary>Something that a branch, or the person who started the gate, changes in how the gate judges.</summary>
/// <param name="Subject">
/// What is changed: a file, relative to the repository's root, or a property such as <c>PerfGateFilter</c>.
/// </param>
/// <param name="Text">The change in words, one line.</param>
/// <param name="Acts">
/// Whether this verdict rests on it. A changed baseline or policy does not act where the base's is used all the same.
/// </param>
public sealed record GateEdit(string Subject, string Text, bool Acts = false)
{
    /// <summary>The edit as a list shows it.</summary>
    /// <param name="accepted">The entry that accepts it; null for none.</param>
    internal string Line(AcceptedGateEdit? accepted) => accepted is null ? Text : $"{Text}; {accepted.Said}";
}
