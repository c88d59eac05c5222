using System.Collections.Immutable;
using PerfGate.Core.Measurements;

namespace PerfGate.Runner.Measuring;

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

    /// <summary>The cases, in the order in which they were taken.</summary>
    public ImmutableArray<CaseResult> Cases { get; init; } = [];

    /// <summary>Wall time per phase.</summary>
    public ImmutableArray<Phase> Phases { get; init; } = [];

    /// <summary>Share of the sampling phase in which timed kernels ran; null where not known.</summary>
    public double? BusyShare { get; init; }

    /// <summary>Why the whole run must be thrown away (throttled, shared); null where it must not.</summary>
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
    /// Under which conditions each of them was taken: where the buffers lay (<see cref="Devices.IDevice.Layouts"/>), and
    /// which draw they held. Equal numbers, equal conditions.
    /// </summary>
    public ImmutableArray<int> Conditions { get; init; } = [];

    /// <summary>What the clock adds to each of them in this process, nanoseconds; null where nobody can tell.</summary>
    public double? ClockShare { get; init; }

    /// <summary>The base's samples of an interleaved run.</summary>
    public ImmutableArray<double>? ReferenceSamples { get; init; }

    /// <summary>What the clock adds to each of those; the two sides may launch different numbers of kernels.</summary>
    public double? ReferenceClockShare { get; init; }

    /// <summary>Interquartile mean of each launch's own time, nanoseconds.</summary>
    public ImmutableArray<double>? LaunchTimes { get; init; }

    /// <summary>What the clock adds to each of those.</summary>
    public double? LaunchClockShare { get; init; }

    /// <summary>How far the outputs are from what is expected: the worst of all that were looked at.</summary>
    public ImmutableArray<OutputCheck> Checks { get; init; } = [];

    /// <summary>
    /// How far the base's outputs are from what is expected of them, in an interleaved run: the worst of all that were
    /// looked at.
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
}
