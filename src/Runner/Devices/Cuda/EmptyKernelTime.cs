namespace PerfGate.Runner.Devices.Cuda;

/// <summary>
/// Duration of an almost empty kernel by GPU model, as Nsight Compute reports it (<c>gpu__time_duration</c>). It
/// differs between models but not between hosts, while what a clock reads differs between hosts too. docs/measuring-details.md
/// has the command that finds it.
/// </summary>
internal static class EmptyKernelTime
{
    // Mean over sixteen places of its store, on each of four GPUs: 1.65 to 1.67 µs.
    private const double H200 = 1660;

    // Mean over eight places, twice on each of two GPUs: 2.30 to 2.32 µs.
    private const double H100 = 2310;

    /// <summary>The duration, nanoseconds.</summary>
    /// <param name="model">
    /// The GPU's name, as the driver reports it. Unknown models use the H200's value.
    /// </param>
    public static double Of(string model) => model switch
    {
        "NVIDIA H100 80GB HBM3" => H100,
        _ => H200,
    };
}
