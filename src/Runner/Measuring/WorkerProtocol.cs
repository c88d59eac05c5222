using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PerfGate.Core.Devices;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Devices;
using PerfGate.Runner.References.Bases;

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

    /// <summary>
    /// Whether the candidate's project has C++ functions that launch, whichever cases the job takes: all workers of a
    /// measurement load code alike (<see cref="Environments.LockedEnvironment.For"/>), and a filter changes nothing.
    /// </summary>
    public bool CallsFunctions { get; init; }

    /// <summary>The base's side of an interleaved trial; null otherwise.</summary>
    public BaseSide? Base { get; init; }

    /// <summary>
    /// The clock that the first worker found to work, and that no later one may fall back from; null if none has.
    /// </summary>
    public string? Clock { get; init; }

    /// <summary>The device, as far as manifests may ask of it; null if it is not known yet.</summary>
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

    /// <summary>
    /// Whether commands may run in it: their processes use the GPU beside the worker, and are not strangers.
    /// </summary>
    public bool Observes { get; init; }

    /// <summary>Folder of cached inputs and expected outputs, absolute.</summary>
    public required string Cached { get; init; }

    /// <summary>Folder of those that only this measurement uses, absolute; null for the same.</summary>
    public string? OwnCached { get; init; }

    /// <summary>
    /// Whether the worker before it crashed, maybe because something cut a file that it had mapped: this one copies
    /// what is kept.
    /// </summary>
    public bool Guarded { get; init; }

    /// <summary>
    /// Names this one start of a worker; its result says it again, so that no other's is mistaken for it.
    /// </summary>
    public string Nonce { get; init; } = "";

    /// <summary>Where the worker writes its <see cref="WorkerResult"/>, absolute.</summary>
    public required string Result { get; init; }
}

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

    /// <summary>Launch each case with each draw of its inputs and check its outputs; nothing is timed.</summary>
    Check,

    /// <summary>Take one run of the candidate.</summary>
    Measure,

    /// <summary>Take one interleaved run of candidate and base.</summary>
    Trial,
}

/// <summary>What a worker process found: the worker writes it, the orchestrator reads it.</summary>
internal sealed record WorkerResult
{
    /// <summary>The nonce of its job.</summary>
    public string Nonce { get; init; } = "";

    /// <summary>The device's model, as its maker calls it.</summary>
    public required string DeviceName { get; init; }

    /// <summary>The model as a file name.</summary>
    public required string DeviceSlug { get; init; }

    /// <summary>Its memory, bytes.</summary>
    public required long DeviceMemoryBytes { get; init; }

    /// <summary>The GPU; null on the host device.</summary>
    public GpuDescription? Gpu { get; init; }

    /// <summary>The timing clock.</summary>
    public required string Clock { get; init; }

    /// <summary>The locked variables as this process sees them.</summary>
    public ImmutableSortedDictionary<string, string> Locked { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The files of the libraries that functions are linked with, by the names of manifests.</summary>
    public ImmutableSortedDictionary<string, string> Libraries { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The cases, in the order in which they were taken.</summary>
    public ImmutableArray<CaseResult> Cases { get; init; } = [];

    /// <summary>Wall time per phase.</summary>
    public ImmutableArray<Phase> Phases { get; init; } = [];

    /// <summary>Share of the sampling phase in which timed kernels ran; null if not known.</summary>
    public double? BusyShare { get; init; }

    /// <summary>Why the whole run must be thrown away (throttled, shared); null if it must not.</summary>
    public string? Disturbance { get; init; }

    /// <summary>The device's ceilings, where they were asked for and can be had.</summary>
    public DeviceCeilings? Ceilings { get; init; }

    /// <summary>Warnings, one line each.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];
}

/// <summary>What a worker found of one case.</summary>
internal sealed record CaseResult
{
    /// <summary>The case's name.</summary>
    public required string Name { get; init; }

    /// <summary>How it ended.</summary>
    public required CaseStatus Status { get; init; }

    /// <summary>Why it is not measured.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// Whether the device is lost to the process because of it, so that the cases after it were not taken.
    /// </summary>
    public bool DeviceLost { get; init; }

    /// <summary>The candidate's samples, nanoseconds, in time order, the clock's own share in them.</summary>
    public ImmutableArray<double> Samples { get; init; } = [];

    /// <summary>
    /// The conditions of each of them: the layout of the buffers (<see cref="Devices.IDevice.Layouts"/>), and
    /// which draw they held. Equal numbers, equal conditions.
    /// </summary>
    public ImmutableArray<int> Conditions { get; init; } = [];

    /// <summary>What the clock adds to each of them in this process, nanoseconds; null if it is unknown.</summary>
    public double? ClockShare { get; init; }

    /// <summary>The base's samples of an interleaved run.</summary>
    public ImmutableArray<double>? ReferenceSamples { get; init; }

    /// <summary>What the clock adds to each of those; the two sides may launch different numbers of kernels.</summary>
    public double? ReferenceClockShare { get; init; }

    /// <summary>Interquartile mean of each launch's own time, nanoseconds.</summary>
    public ImmutableArray<double>? LaunchTimes { get; init; }

    /// <summary>Interquartile mean of each launch of the base, nanoseconds.</summary>
    public ImmutableArray<double>? ReferenceLaunchTimes { get; init; }

    /// <summary>What the clock adds to each of those.</summary>
    public double? LaunchClockShare { get; init; }

    /// <summary>How far the outputs are from what is expected: The worst of all.</summary>
    public ImmutableArray<OutputCheck> Checks { get; init; } = [];

    /// <summary>
    /// How far the base's outputs are from what is expected of them, in an interleaved run: the worst of all that were
    /// checked.
    /// </summary>
    public ImmutableArray<OutputCheck> ReferenceChecks { get; init; } = [];

    /// <summary>Outputs that were right, at most one set per draw of the inputs.</summary>
    public ImmutableArray<CheckedOutputs> Right { get; init; } = [];

    /// <summary>
    /// Per output whether the same inputs gave other bytes at another time, in this run or between it and those before.
    /// </summary>
    public ImmutableArray<bool> Varies { get; init; } = [];

    /// <summary>Peak device memory, bytes.</summary>
    public long? PeakMemoryBytes { get; init; }

    /// <summary>What was observed of a command; null for kernels.</summary>
    public ObservedWork? Observed { get; init; }

    /// <summary>The identity of the code that a command ran; null for kernels, and where nobody can tell.</summary>
    public string? CodeHash { get; init; }

    /// <summary>The kernels in the samples of a command.</summary>
    public ImmutableArray<LaunchedKernel> Kernels { get; init; } = [];

    /// <summary>As <see cref="CodeHash"/>, of the base's side.</summary>
    public string? ReferenceCodeHash { get; init; }

    /// <summary>As <see cref="Kernels"/>, of the base's side.</summary>
    public ImmutableArray<LaunchedKernel> ReferenceKernels { get; init; } = [];
}

/// <summary>How a worker process ended, and what it left.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Reason">Why it did not complete, in one line; null if it did.</param>
/// <param name="LastCase">The case it was at; null before the first.</param>
/// <param name="Result">What it wrote; null unless it completed.</param>
/// <param name="WallSeconds">Wall time of the process.</param>
/// <param name="Watch">What the GPU went through meanwhile; null if nothing watched it.</param>
internal sealed record WorkerExit(
    WorkerOutcome Outcome,
    string? Reason,
    string? LastCase,
    WorkerResult? Result,
    double WallSeconds,
    GpuWatch? Watch = null
);

/// <summary>
/// Serialisers of what passes between the orchestrator and its workers. Never leaves the machine, so it has no schema.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(WorkerJob))]
[JsonSerializable(typeof(WorkerResult))]
internal sealed partial class MeasuringJson : JsonSerializerContext;
