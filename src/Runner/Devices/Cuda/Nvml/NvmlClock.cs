namespace PerfGate.Runner.Devices.Cuda.Nvml;

/// <summary>Clock domains; values of <c>nvmlClockType_t</c>.</summary>
internal enum NvmlClock
{
    /// <summary>Graphics.</summary>
    Graphics = 0,

    /// <summary>Streaming multiprocessors.</summary>
    Multiprocessor = 1,

    /// <summary>Memory.</summary>
    Memory = 2,
}

/// <summary>Kinds of memory errors; values of <c>nvmlMemoryErrorType_t</c>.</summary>
internal enum EccError
{
    /// <summary>Corrected by the hardware.</summary>
    Corrected = 0,

    /// <summary>Data were lost.</summary>
    Uncorrected = 1,
}
