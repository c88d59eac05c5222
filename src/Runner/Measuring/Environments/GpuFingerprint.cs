using PerfGate.Core.Measurements;
using PerfGate.Runner.Devices.Cuda.Nvml;

namespace PerfGate.Runner.Measuring.Environments;

/// <summary>The part of a GPU's fingerprint that only NVML knows.</summary>
internal static class GpuFingerprint
{
    /// <summary>Adds VBIOS, driver version, ECC, MIG and power limit.</summary>
    /// <param name="gpu">The GPU as CUDA describes it.</param>
    /// <param name="nvml">The same GPU in NVML.</param>
    public static GpuDescription Complete(GpuDescription gpu, NvmlGpu nvml) => gpu with
    {
        Vbios = nvml.Vbios,
        Ecc = nvml.Ecc ?? gpu.Ecc,
        Mig = nvml.Mig,
        PowerLimitWatts = nvml.PowerLimitWatts,
        DriverVersion = nvml.Library.DriverVersion,
    };
}
