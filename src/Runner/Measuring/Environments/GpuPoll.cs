using System.Collections.Immutable;
using PerfGate.Runner.Devices.Cuda.Nvml;

namespace PerfGate.Runner.Measuring.Environments;

/// <summary>One look at a GPU; null is what it does not say.</summary>
internal sealed record GpuPoll
{
    /// <summary>Multiprocessor clock, MHz.</summary>
    public uint? SmClock { get; init; }

    /// <summary>Memory clock, MHz.</summary>
    public uint? MemoryClock { get; init; }

    /// <summary>Degrees Celsius.</summary>
    public uint? Temperature { get; init; }

    /// <summary>Watts.</summary>
    public double? Power { get; init; }

    /// <summary>What holds the clocks back.</summary>
    public ClockEventReasons? Reasons { get; init; }

    /// <summary>Processes with a compute context.</summary>
    public ImmutableArray<uint> Processes { get; init; } = [];

    /// <summary>Corrected memory errors since the driver was loaded.</summary>
    public ulong? EccCorrected { get; init; }

    /// <summary>Lost memory errors since the driver was loaded.</summary>
    public ulong? EccUncorrected { get; init; }

    /// <summary>Memory in use, bytes.</summary>
    public long? MemoryUsed { get; init; }

    /// <summary>Looks.</summary>
    public static GpuPoll Take(NvmlGpu gpu) => new()
    {
        SmClock = gpu.Clock(NvmlClock.Multiprocessor),
        MemoryClock = gpu.Clock(NvmlClock.Memory),
        Temperature = gpu.Temperature,
        Power = gpu.PowerWatts,
        Reasons = gpu.Reasons,
        Processes = gpu.ComputeProcesses()?.ToImmutableArray() ?? [],
        EccCorrected = gpu.EccErrors(EccError.Corrected),
        EccUncorrected = gpu.EccErrors(EccError.Uncorrected),
        MemoryUsed = gpu.MemoryUsed,
    };
}
