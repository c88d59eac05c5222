namespace PerfGate.Runner.Devices.Cuda.Functions;

/// <summary>What the clocks of a GPU can time of a function.</summary>
internal static class CudaFunctionLimits
{
    /// <summary>Refuses a function that the clock would time wrongly, or wait for without end.</summary>
    /// <param name="name">The function's name.</param>
    /// <param name="needs">What is stated of it.</param>
    /// <param name="clock">The clock in use.</param>
    /// <exception cref="DeviceException"><see cref="DeviceFault.InvalidLaunch"/>.</exception>
    public static void Check(string name, FunctionNeeds needs, string clock)
    {
        if (needs.Overlaps && needs.Synchronizes)
            throw Refused(name, "it overlaps and synchronizes, and no clock can time both");
        if (needs.Overlaps && clock != "events")
            throw Refused(name, "its kernels overlap, and CUPTI runs them one by one; set PERFGATE_CLOCK=events");
        if (needs.Synchronizes && clock == "events")
        {
            throw Refused(
                name,
                "it waits for the GPU, and with CUDA events the GPU waits until all is queued; set PERFGATE_CLOCK=cupti"
            );
        }
    }

    private static DeviceException Refused(string name, string why) =>
        new(DeviceFault.InvalidLaunch, $"{name} cannot be timed: {why}");
}
