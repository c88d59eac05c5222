using System.Globalization;
using PerfGate.Core.Kernels;
using PerfGate.Runner.Devices.Cuda.Binding;
using PerfGate.Runner.Devices.Cuda.Cupti;

namespace PerfGate.Runner.Devices.Cuda;

/// <summary>Chooses the clock of a GPU: CUPTI where it works, CUDA events otherwise.</summary>
internal static class CudaClock
{
    /// <summary>Starts CUPTI, before there is a context: it sees only contexts that are made after it.</summary>
    /// <param name="clock">The clock that was asked for.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <param name="reason">Where the clock comes from, or why it is not CUPTI; one line.</param>
    /// <returns>The trace; null if CUDA events are the clock.</returns>
    /// <exception cref="DeviceException">CUPTI was asked for and cannot be had.</exception>
    public static CuptiTrace? StartTrace(ClockChoice clock, Func<string, string?> variable, out string reason)
    {
        if (clock == ClockChoice.Events)
        {
            reason = $"{ClockChoices.Variable}=events";
            return null;
        }

        try
        {
            var library = CuptiLibrary.Load(CudaToolkit.Find(variable));
            reason = string.Create(CultureInfo.InvariantCulture, $"CUPTI {library.Version} from {library.Path}");
            return CuptiTrace.Start(library);
        }
        catch (CuptiException e) when (clock == ClockChoice.Auto)
        {
            reason = e.Message;
            return null;
        }
        catch (CuptiException e)
        {
            throw new DeviceException(DeviceFault.Unavailable, $"{ClockChoices.Variable}=cupti, and {e.Message}", e);
        }
    }

    /// <summary>The sampler with the chosen clock, once there is a context.</summary>
    /// <param name="driver">The driver, its context current.</param>
    /// <param name="stream">Where the work is queued.</param>
    /// <param name="flush">Empties the cache.</param>
    /// <param name="asked">The clock that was asked for.</param>
    /// <param name="trace">What <see cref="StartTrace"/> returned.</param>
    /// <param name="reason">What it said.</param>
    /// <returns>The sampler, and where its clock comes from or why it is not CUPTI.</returns>
    public static (ISampler Sampler, string Reason) Create(
        ICudaDriver driver, nint stream, CacheFlush flush, ClockChoice asked, CuptiTrace? trace, string reason)
    {
        if (trace is null)
            return (new EventSampler(driver, stream, flush), reason);
        var cupti = new CuptiSampler(driver, stream, flush, trace);
        // Whether CUPTI works shows only once it has recorded a kernel. A later worker asks for it by name: the first
        // one has seen it work, and another clock would be worse than an error.
        if (asked == ClockChoice.Cupti)
            return (cupti, reason);
        try
        {
            cupti.Probe();
            return (cupti, reason);
        }
        catch (DeviceException e) when (e.Fault == DeviceFault.InvalidLaunch)
        {
            // The driver's PTX compiler is not installed. The probe's kernel needs it, and so would the events' kernel:
            // that says nothing against CUPTI.
            return (cupti, reason);
        }
        catch (CuptiException e)
        {
            cupti.Dispose();
            return (new EventSampler(driver, stream, flush), e.Message);
        }
    }
}
