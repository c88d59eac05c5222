namespace PerfGate.Runner.Devices;

/// <summary>Samples that a device took in one go.</summary>
/// <param name="Nanoseconds">One per sample, in time order.</param>
/// <param name="LaunchNanoseconds">
/// Per launch of the sequence, one per sample; null for a single launch or where the clock cannot tell.
/// </param>
internal sealed record SampleBatch(double[] Nanoseconds, double[][]? LaunchNanoseconds = null);
