namespace PerfGate.Runner.Devices.Cuda;

/// <summary>
/// What a kernel that does next to nothing counts, by the model of the GPU: what Nsight Compute's <c>gpu__time_duration</c> says of one. It differs between
/// models and not between hosts, while what a clock says of it differs between hosts too. docs/measuring.md has the command that finds it.
/// </summary>
internal static class EmptyKernelTime
{
    // Mean over twelve places of its store, 1.57 to 1.66 µs.
    private const double H200 = 1630;

    // Mean over eight places, twice on each of two GPUs: 2.30 to 2.32 µs.
    private const double H100 = 2310;

    /// <summary>Nanoseconds.</summary>
    /// <param name="model">The GPU's name, as the driver has it. A model of which nobody knows it counts as an H200.</param>
    public static double Of(string model) => model switch
    {
        "NVIDIA H100 80GB HBM3" => H100,
        _ => H200,
    };
}
