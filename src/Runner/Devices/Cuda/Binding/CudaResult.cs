using System.Globalization;

namespace PerfGate.Runner.Devices.Cuda.Binding;

/// <summary>What values of <c>CUresult</c> mean for a case and for the process.</summary>
internal static class CudaResult
{
    /// <summary><c>CUDA_SUCCESS</c>.</summary>
    public const int Success = 0;

    /// <summary><c>CUDA_ERROR_INVALID_VALUE</c>.</summary>
    public const int InvalidValue = 1;

    /// <summary><c>CUDA_ERROR_NOT_FOUND</c>.</summary>
    public const int NotFound = 500;

    /// <summary><c>CUDA_ERROR_NO_DEVICE</c>.</summary>
    public const int NoDevice = 100;

    /// <summary>Turns a result into the failure to throw.</summary>
    /// <param name="result">The result, not <see cref="Success"/>.</param>
    /// <param name="name">
    /// Its name, such as <c>CUDA_ERROR_ILLEGAL_ADDRESS</c>; null if the driver does not know it.
    /// </param>
    /// <param name="text">Its description; null likewise.</param>
    /// <param name="call">The call that returned it.</param>
    public static DeviceException ToException(int result, string? name, string? text, string call) =>
        new(
            Fault(result),
            string.Create(
                CultureInfo.InvariantCulture,
                $"{call}: {name ?? "CUresult"} ({result}), {text ?? "unknown to this driver"}"
            )
        );

    /// <summary>The kind of failure that a result stands for.</summary>
    public static DeviceFault Fault(int result) =>
        result switch
        {
            2 => DeviceFault.OutOfMemory,

            // Not initialised, deinitialised, stub library, no device, not licensed, driver and system states: nothing
            // can run here.
            3 or 4 or 34 or 46 or (>= 100 and <= 102) or 304 or (>= 802 and <= 809) => DeviceFault.Unavailable,

            // Sticky: uncorrectable memory or link errors, a fault inside a kernel, a destroyed context, an unknown
            // failure.
            214 or 220 or 226 or 700 or 702 or 709 or 710 or (>= 714 and <= 719) or 721 or 909 or 911 or 999 =>
                DeviceFault.KernelFailed,
            _ => DeviceFault.InvalidLaunch,
        };
}
