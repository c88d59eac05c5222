using System.Collections.Immutable;

namespace PerfGate.Core.Measurements;

/// <summary>What NVML showed of the GPU while a worker ran.</summary>
public sealed record GpuWatch
{
    /// <summary>How many times it was polled.</summary>
    public required int Polls { get; init; }

    /// <summary>
    /// Lowest and highest multiprocessor clock while the GPU was busy, MHz; null if it was never seen busy.
    /// </summary>
    public ImmutableArray<int>? SmClockMhz { get; init; }

    /// <summary>
    /// Lowest and highest memory clock while the GPU was busy, MHz; null if it was never seen busy.
    /// </summary>
    public ImmutableArray<int>? MemoryClockMhz { get; init; }

    /// <summary>Lowest and highest temperature, degrees Celsius.</summary>
    public ImmutableArray<int>? TemperatureCelsius { get; init; }

    /// <summary>Highest power draw, watts.</summary>
    public double? PowerWatts { get; init; }

    /// <summary>
    /// Share of the polls, 0 to 1, in which a reason held the clocks back, by the reason's name; only those seen.
    /// </summary>
    public ImmutableSortedDictionary<string, double> Reasons { get; init; } =
        ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>Most other processes with a compute context on the GPU at once.</summary>
    public int OtherProcesses { get; init; }

    /// <summary>Memory errors that the hardware corrected meanwhile; null without ECC.</summary>
    public long? EccCorrected { get; init; }

    /// <summary>Memory errors that lost data meanwhile; null without ECC.</summary>
    public long? EccUncorrected { get; init; }

    /// <summary>Most memory in use on the GPU by anyone, bytes.</summary>
    public long? MemoryUsedBytes { get; init; }

    /// <summary>Why the run cannot be trusted, in one line; null if nothing speaks against it.</summary>
    public string? Disturbance { get; init; }
}
