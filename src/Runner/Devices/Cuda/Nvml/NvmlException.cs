namespace PerfGate.Runner.Devices.Cuda.Nvml;

/// <summary>NVML is missing, or refused a call.</summary>
internal sealed class NvmlException(int result, string message) : Exception(message)
{
    /// <summary><c>NVML_ERROR_NOT_SUPPORTED</c>: this GPU has no such thing.</summary>
    public const int NotSupported = 3;

    /// <summary><c>NVML_ERROR_NO_PERMISSION</c>.</summary>
    public const int NoPermission = 4;

    /// <summary><c>NVML_ERROR_LIBRARY_NOT_FOUND</c>.</summary>
    public const int LibraryNotFound = 12;

    /// <summary>The value of <c>nvmlReturn_t</c>.</summary>
    public int Result => result;
}
