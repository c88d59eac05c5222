namespace PerfGate.Runner.Devices.Cuda.Cupti;

/// <summary>What becomes of work whose clock fails.</summary>
internal static class ClockTries
{
    private const int Most = 3;

    /// <summary>Does work that is timed; again where CUPTI recorded it without its time.</summary>
    /// <param name="work">The work, all of it: which samples count does not depend on their times.</param>
    /// <exception cref="DeviceException"><see cref="DeviceFault.Unavailable"/>: the clock failed.</exception>
    public static T Take<T>(Func<T> work)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return work();
            }
            catch (CuptiTimeException) when (tries < Most)
            {
            }
            catch (CuptiException e)
            {
                // No other clock from here on: samples of two clocks in one measurement would be worse than a lost run.
                throw new DeviceException(DeviceFault.Unavailable, $"the clock failed: {e.Message}", e);
            }
        }
    }
}
