using System.Globalization;
using System.Text;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Devices.Cuda.Binding;

namespace PerfGate.Runner.Devices.Cuda;

/// <summary>Reads what a GPU is, as far as its driver's CUDA side tells.</summary>
internal static class GpuFacts
{
    /// <summary>Describes a GPU; what only NVML knows is left open.</summary>
    public static GpuDescription Describe(ICudaDriver driver, GpuChoice gpu) =>
        new()
        {
            Name = driver.DeviceName(gpu.Ordinal),
            Uuid = gpu.Uuid,
            ComputeCapability = ComputeCapability(driver, gpu.Ordinal),
            Multiprocessors = driver.DeviceAttribute(gpu.Ordinal, DeviceAttribute.Multiprocessors),
            MemoryBytes = driver.DeviceMemory(gpu.Ordinal),
            L2CacheBytes = driver.DeviceAttribute(gpu.Ordinal, DeviceAttribute.L2CacheBytes),
            Ecc = driver.DeviceAttribute(gpu.Ordinal, DeviceAttribute.EccEnabled) != 0,
            CudaDriverVersion = string.Create(
                CultureInfo.InvariantCulture,
                $"{driver.Version / 1000}.{driver.Version % 1000 / 10}"
            ),
        };

    /// <summary>
    /// A model's name as a file name: <c>NVIDIA H100 80GB HBM3</c> becomes <c>nvidia-h100-80gb-hbm3</c>.
    /// </summary>
    public static string Slug(string name)
    {
        var slug = new StringBuilder(name.Length);
        foreach (var c in name.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(c))
                slug.Append(c);
            else if (slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
        }

        return slug.ToString().TrimEnd('-');
    }

    private static string ComputeCapability(ICudaDriver driver, int device) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{driver.DeviceAttribute(device, DeviceAttribute.ComputeCapabilityMajor)}."
                + $"{driver.DeviceAttribute(device, DeviceAttribute.ComputeCapabilityMinor)}"
        );
}
