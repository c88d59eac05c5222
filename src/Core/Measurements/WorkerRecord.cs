using System.Collections.Immutable;

namespace PerfGate.Core.Measurements;

/// <summary>What is known of one worker process.</summary>
public sealed record WorkerRecord
{
    /// <summary>The run it was to take, counted from 0.</summary>
    public required int Run { get; init; }

    /// <summary>How many times the run had been tried before.</summary>
    public int Attempt { get; init; }

    /// <summary>Seed of the case order and of every random choice in the worker.</summary>
    public required ulong Seed { get; init; }

    /// <summary>How it ended.</summary>
    public required WorkerOutcome Outcome { get; init; }

    /// <summary>Why it did not complete, in one line; null where it did.</summary>
    public string? Reason { get; init; }

    /// <summary>Wall time of the process, seconds.</summary>
    public double WallSeconds { get; init; }

    /// <summary>
    /// Seconds per phase, in order: start-up of the process, device, modules, inputs, checks, warm-up, sampling and so
    /// on.
    /// </summary>
    public ImmutableArray<Phase> Phases { get; init; } = [];

    /// <summary>
    /// Share of the sampling phase in which the device ran timed kernels, 0 to 1; null where it is not known.
    /// </summary>
    public double? BusyShare { get; init; }

    /// <summary>What the GPU went through meanwhile; null where nothing watched it.</summary>
    public GpuWatch? Watch { get; init; }
}

/// <summary>A phase of a worker's life.</summary>
/// <param name="Name">What it did.</param>
/// <param name="Seconds">Wall time it took.</param>
public sealed record Phase(string Name, double Seconds);

/// <summary>How a worker process ended.</summary>
public enum WorkerOutcome
{
    /// <summary>It wrote its run and exited with 0.</summary>
    Completed,

    /// <summary>It died or exited with an error.</summary>
    Crashed,

    /// <summary>It was killed at its time-out.</summary>
    Hung,

    /// <summary>
    /// Something outside of it killed it, the system for want of memory for one; or it could not be started.
    /// </summary>
    Killed,

    /// <summary>The measurement was cancelled meanwhile.</summary>
    Cancelled,

    /// <summary>It completed, and its run was thrown away: throttled, shared or shifted.</summary>
    Unstable,
}
