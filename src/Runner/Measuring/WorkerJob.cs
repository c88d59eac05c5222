using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PerfGate.Core.Devices;
using PerfGate.Core.Policy;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Measuring;

/// <summary>What one worker process is to do: the orchestrator writes it, the worker reads it.</summary>
internal sealed record WorkerJob
{
    /// <summary>What kind of work it is.</summary>
    public required WorkerMode Mode { get; init; }

    /// <summary>The device to measure on.</summary>
    public required DeviceKind Device { get; init; }

    /// <summary>The repository root, which sources are relative to; absolute.</summary>
    public required string Root { get; init; }

    /// <summary>The manifests, absolute.</summary>
    public required ImmutableArray<string> Manifests { get; init; }

    /// <summary>The candidate's <c>kernels.json</c>, absolute.</summary>
    public required string Kernels { get; init; }

    /// <summary>The base's side of an interleaved trial; null otherwise.</summary>
    public BaseSide? Base { get; init; }

    /// <summary>
    /// The clock that the first worker found to work, and that no later one may fall back from; null where none has.
    /// </summary>
    public string? Clock { get; init; }

    /// <summary>The device, as far as manifests may ask of it; null where it is not known yet.</summary>
    public DeviceFacts? Facts { get; init; }

    /// <summary><see cref="Facts"/>, or those of a device that is not known yet.</summary>
    [JsonIgnore]
    public DeviceFacts FactsOrUnknown => Facts ?? DeviceFacts.Unknown(Device);

    /// <summary>The cases to take, by name; a preparation takes those that <see cref="Filter"/> selects.</summary>
    public required ImmutableArray<string> Cases { get; init; }

    /// <summary>Selects the cases of a preparation; null for all.</summary>
    public string? Filter { get; init; }

    /// <summary>For how many cases a preparation computes the expected outputs at the same time.</summary>
    public int ExpectedAtOnce { get; init; } = 1;

    /// <summary>Index of the run.</summary>
    public int Run { get; init; }

    /// <summary>Seed of the case order and of the order within interleaved blocks.</summary>
    public ulong Seed { get; init; }

    /// <summary>The cache state of cases that <see cref="Settings"/> does not name.</summary>
    public CacheState Cache { get; init; }

    /// <summary>When sampling of a case stops.</summary>
    public required SamplingPlan Sampling { get; init; }

    /// <summary>The settings of the cases, by name, as the judge will apply them.</summary>
    public ImmutableDictionary<string, CaseSettings> Settings { get; init; } =
        ImmutableDictionary<string, CaseSettings>.Empty;

    /// <summary>
    /// The settings of a case: those of <see cref="Settings"/>, or the job's own for a case that is not named there.
    /// </summary>
    /// <param name="name">The case's name.</param>
    public CaseSettings SettingsOf(string name) =>
        Settings.GetValueOrDefault(name) ?? new(Sampling.Tolerance, 0, Cache);

    /// <summary>
    /// Bounds that take the place of the candidate's manifests', by case (<see cref="BaseBounds"/>); the base's side
    /// keeps its own.
    /// </summary>
    public ImmutableDictionary<string, ImmutableArray<OutputTolerance>> Bounds { get; init; } =
        ImmutableDictionary<string, ImmutableArray<OutputTolerance>>.Empty;

    /// <summary>Outputs that an earlier run found right, by case: at most one set per draw of the inputs.</summary>
    public ImmutableDictionary<string, ImmutableArray<CheckedOutputs>> Known { get; init; } =
        ImmutableDictionary<string, ImmutableArray<CheckedOutputs>>.Empty;

    /// <summary>Seed of one check of each case that is not timed; null for no such check.</summary>
    public ulong? CheckSeed { get; init; }

    /// <summary>Folder of cached inputs and expected outputs, absolute.</summary>
    public required string Cached { get; init; }

    /// <summary>
    /// Names this one start of a worker; its result says it again, so that no other's is taken for it.
    /// </summary>
    public string Nonce { get; init; } = "";

    /// <summary>Where the worker writes its <see cref="WorkerResult"/>, absolute.</summary>
    public required string Result { get; init; }
}

/// <summary>The base's kernels of an interleaved trial.</summary>
/// <param name="Root">Root of the exported tree, absolute.</param>
/// <param name="Manifests">Its manifests, absolute.</param>
/// <param name="Kernels">Its <c>kernels.json</c>, absolute.</param>
internal sealed record BaseSide(string Root, ImmutableArray<string> Manifests, string Kernels);

/// <summary>Kinds of work of a worker process.</summary>
internal enum WorkerMode
{
    /// <summary>Describe the device and compute the expected outputs that are not cached yet.</summary>
    Prepare,

    /// <summary>
    /// Compute what outputs must be for the inputs of <see cref="WorkerJob.CheckSeed"/>. Needs no device.
    /// </summary>
    SeededOutputs,

    /// <summary>Measure what the device can do at best.</summary>
    Ceilings,

    /// <summary>Take one run of the candidate.</summary>
    Measure,

    /// <summary>Take one interleaved run of candidate and base.</summary>
    Trial,
}
