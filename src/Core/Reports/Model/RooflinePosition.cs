using PerfGate.Core.Measurements;

namespace PerfGate.Core.Reports.Model;

/// <summary>How fast a case works, and how near that is to what the device was measured to do.</summary>
/// <param name="FlopsPerSecond">Floating-point operations a second; null if the manifest counts none.</param>
/// <param name="BytesPerSecond">
/// Bytes a second, by the fewest bytes that must move; null if the manifest counts none.
/// </param>
/// <param name="Intensity">Floating-point operations a byte; null unless both are counted.</param>
/// <param name="ComputeShare">
/// Share of the measured matrix product's rate; null if either is unknown. Not clipped.
/// </param>
/// <param name="CopyShare">Share of the measured copy's rate; null if either is unknown. Not clipped.</param>
internal sealed record RooflinePosition(
    double? FlopsPerSecond, double? BytesPerSecond, double? Intensity, double? ComputeShare, double? CopyShare)
{
    /// <summary>Whether a rate is above its ceiling: then the work count says more than the kernel does.</summary>
    public bool AboveCeiling => ComputeShare > 1 || CopyShare > 1;

    /// <summary>Places a case.</summary>
    /// <param name="nanoseconds">Its location.</param>
    /// <param name="flops">Operations of one sample.</param>
    /// <param name="bytes">Bytes of one sample.</param>
    /// <param name="ceilings">The device's own best; null if it was not measured.</param>
    /// <returns>The position; null if there is no time or no work count.</returns>
    public static RooflinePosition? Of(double? nanoseconds, double? flops, double? bytes, DeviceCeilings? ceilings)
    {
        if (nanoseconds is not > 0 || flops is not > 0 && bytes is not > 0)
            return null;
        var flopRate = flops > 0 ? flops / nanoseconds * 1e9 : null;
        var byteRate = bytes > 0 ? bytes / nanoseconds * 1e9 : null;
        return new(
            flopRate,
            byteRate,
            flops > 0 && bytes > 0 ? flops / bytes : null,
            ceilings is { MatrixFlopsPerSecond: > 0 } ? flopRate / ceilings.MatrixFlopsPerSecond : null,
            ceilings is { CopyBytesPerSecond: > 0 } ? byteRate / ceilings.CopyBytesPerSecond : null);
    }
}
