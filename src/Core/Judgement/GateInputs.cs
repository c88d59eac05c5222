using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PerfGate.Core.Files;
using PerfGate.Core.Policy;

namespace PerfGate.Core.Judgement;

/// <summary>
/// What a measurement is to be judged by, as resolved when it was taken: <c>inputs.json</c>. With it the judge is a
/// function of files, whatever happens to the repository meanwhile.
/// </summary>
public sealed record GateInputs : IVersionedFile
{
    /// <summary>The newest schema version that this code writes and reads.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <inheritdoc/>
    [JsonPropertyName("$schema")]
    public string Schema { get; init; } = "inputs.schema.json";

    /// <inheritdoc/>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>The policy in force, command-line settings included.</summary>
    public required GatePolicy Policy { get; init; }

    /// <summary>The reference, and how it was chosen.</summary>
    public required ReferenceDescription Reference { get; init; }

    /// <summary>What the branch, or the person who started the gate, changes in how it judges.</summary>
    public ImmutableArray<GateEdit> GateEdits { get; init; } = [];

    /// <summary>
    /// The cases that the base commit declares for this device, ordered by name; those that are known, see
    /// <see cref="BaseUnknown"/>.
    /// </summary>
    public ImmutableArray<BaseCase> BaseCases { get; init; } = [];

    /// <summary>
    /// What is not known of the base's declarations, and why, one line each. Where it is empty, <see cref="BaseCases"/>
    /// is all that the base declares, or there is no base.
    /// </summary>
    public ImmutableArray<string> BaseUnknown { get; init; } = [];

    /// <summary>Whether the measurement was to be compared with anything.</summary>
    public ExpectedComparison Expected { get; init; } = new();

    /// <summary>The day on which accepted slow-downs are looked at.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>
    /// Why a case could not be tried against the base's kernels; null where all could, or none was to be.
    /// </summary>
    public string? NoTrial { get; init; }
}
