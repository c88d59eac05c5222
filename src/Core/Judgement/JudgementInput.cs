using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PerfGate.Core.Baselines;
using PerfGate.Core.Files;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;

namespace PerfGate.Core.Judgement;

/// <summary>
/// All that a judgement rests on; every part comes from a file, so that it can be made again from the same files.
/// </summary>
public sealed record JudgementInput
{
    /// <summary>The candidate's measurement. Where it is interleaved it is its own trial.</summary>
    public required Measurement Candidate { get; init; }

    /// <summary>The device's baseline, one to five measurements, oldest first; null if there is none.</summary>
    public Baseline? Reference { get; init; }

    /// <summary>An interleaved measurement of candidate and base kernels; null if none was taken.</summary>
    public Measurement? Trial { get; init; }

    /// <summary>
    /// The accused cases measured once more in fresh runs, where no trial can be had; null if that was not done.
    /// </summary>
    public Measurement? Remeasured { get; init; }

    /// <summary>The policy to apply, read from the merge base in a pull request.</summary>
    public required GatePolicy Policy { get; init; }

    /// <summary>What the reference is and how it was chosen.</summary>
    public required ReferenceDescription ReferenceDescription { get; init; }

    /// <summary>The day on which accepted slow-downs must still count.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>
    /// Cases that the base commit declares; lets a missing one be seen where the baseline does not have it. Empty where
    /// not known.
    /// </summary>
    public ImmutableArray<BaseCase> BaseCases { get; init; } = [];

    /// <summary>Whether the measurement was to be compared with anything.</summary>
    public ExpectedComparison Expected { get; init; } = new();

    /// <summary>
    /// Why a case could not be tried against the base's kernels; null if all could, or none was to be.
    /// </summary>
    public string? NoTrial { get; init; }

    /// <summary>What the branch, or the person who started the gate, changes in how it judges.</summary>
    public ImmutableArray<GateEdit> GateEdits { get; init; } = [];

    /// <summary>Further warnings to carry into the verdict, one line each.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>Whether the time budget has ended, so that no further runs will come.</summary>
    public bool AtEndOfBudget { get; init; }
}

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

    /// <summary>The day on which accepted slow-downs are checked.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>
    /// Why a case could not be tried against the base's kernels; null if all could, or none was to be.
    /// </summary>
    public string? NoTrial { get; init; }

    /// <summary>What the judge is asked about a measurement.</summary>
    /// <param name="candidate">The measurement.</param>
    /// <param name="reference">The device's baseline; null if there is none.</param>
    public JudgementInput Asked(Measurement candidate, Baseline? reference) => new()
    {
        Candidate = candidate,
        Reference = reference,
        Policy = Policy,
        ReferenceDescription = Reference,
        Today = Day,
        BaseCases = BaseCases,
        Expected = Expected,
        NoTrial = NoTrial,
        Warnings = BaseUnknown,
        GateEdits = GateEdits,
    };
}

/// <summary>A case that the base commit's manifests declare.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Tolerance">The tolerance that its manifest sets, as a fraction; null for the policy's.</param>
/// <param name="Declaration">
/// What its manifest declares, without the machine code of an expected-output function; null if not known.
/// </param>
public sealed record BaseCase(string Name, double? Tolerance = null, CaseDeclaration? Declaration = null);
