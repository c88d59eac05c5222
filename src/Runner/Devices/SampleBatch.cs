namespace PerfGate.Runner.Devices;

/// <summary>Samples that a device took in one go.</summary>
/// <param name="Nanoseconds">One per sample, in time order.</param>
/// <param name="LaunchNanoseconds">Per launch of the sequence, one per sample; null for a single launch or where the clock cannot tell.</param>
/// <param name="WallNanoseconds">Host time that taking them took, flushes and waits included; null where it was not kept.</param>
internal sealed record SampleBatch(
    double[] Nanoseconds, double[][]? LaunchNanoseconds = null, double? WallNanoseconds = null);
