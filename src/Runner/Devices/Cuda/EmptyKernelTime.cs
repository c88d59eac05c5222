namespace PerfGate.Runner.Devices.Cuda;

/// <summary>
/// What a kernel that does next to nothing counts, by the model of the GPU: what Nsight Compute's
/// <c>gpu__time_duration</c> says of one. It differs between models and not between hosts, while what a clock says of
/// it differs between hosts too. docs/measuring-details.md has the command that finds it.
/// </summary>
internal static class EmptyKernelTime
{
    // Mean over sixteen places of its store, on each of four GPUs: 1.65 to 1.67 µs.
    private const double H200 = 1660;

    // Mean over eight places, twice on each of two GPUs: 2.30 to 2.32 µs.
    private const double H100 = 2310;

    /// <summary>Nanoseconds.</summary>
    /// <param name="model">
    /// The GPU's name, as the driver has it. A model of which nobody knows it counts as an H200.
    /// </param>
    public static double Of(string model) => model switch
    {
        "NVIDIA H100 80GB HBM3" => H100,
        _ => H200,
    };
}
