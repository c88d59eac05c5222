using System.Globalization;

namespace PerfGate.Runner.Devices.Cuda.Cupti;

/// <summary>CUPTI is missing, refuses, or loses records: its clock cannot be used, and the events can.</summary>
internal class CuptiException(string message) : Exception(message);

/// <summary>
/// CUPTI recorded work without its time, as it does where much else runs on the GPU: the same work may be timed again.
/// </summary>
internal sealed class CuptiTimeException() : CuptiException("CUPTI recorded a kernel without its time");

/// <summary>CUPTI recorded another number of kernels than were launched.</summary>
/// <param name="expected">How many were launched.</param>
/// <param name="recorded">How many were recorded.</param>
internal sealed class CuptiCountException(int expected, int recorded)
    : CuptiException(
        string.Create(
            CultureInfo.InvariantCulture,
            $"{expected} kernels were launched, and CUPTI recorded {recorded}"
        )
    )
{
    /// <summary>How many were launched.</summary>
    public int Expected => expected;

    /// <summary>How many were recorded.</summary>
    public int Recorded => recorded;
}
