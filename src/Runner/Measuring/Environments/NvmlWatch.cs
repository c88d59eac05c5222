using PerfGate.Core.Measurements;
using PerfGate.Runner.Devices.Cuda.Nvml;

namespace PerfGate.Runner.Measuring.Environments;

/// <summary>
/// Looks at a GPU through NVML, again and again on a thread of its own, while a worker runs. Started by the worker's
/// parent.
/// </summary>
internal sealed class NvmlWatch : IDisposable
{
    /// <summary>
    /// How often it looks: some ten times in the shortest worker, seldom enough that the driver's lock is free for the
    /// worker.
    /// </summary>
    public static readonly TimeSpan DefaultPeriod = TimeSpan.FromMilliseconds(100);

    private readonly NvmlGpu _gpu;
    private readonly TimeSpan _period;
    private readonly GpuWatchTally _tally;
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;

    private NvmlWatch(NvmlGpu gpu, TimeSpan period, bool observes)
    {
        _gpu = gpu;
        _period = period;
        _tally = new(GpuPoll.Take(gpu), observes);
        _thread = new(Poll) { IsBackground = true, Name = "NVML watch" };
        _thread.Start();
    }

    /// <summary>
    /// Begins to watch; to be called before the worker is started, so that what was there before it is known.
    /// </summary>
    /// <param name="gpu">The GPU.</param>
    /// <param name="period">How often to look; <see cref="DefaultPeriod"/> where null.</param>
    /// <param name="observes">Whether the worker runs commands.</param>
    public static NvmlWatch Start(NvmlGpu gpu, TimeSpan? period = null, bool observes = false) =>
        new(gpu, period ?? DefaultPeriod, observes);

    /// <summary>Ends watching, and says what was seen.</summary>
    public GpuWatch Stop()
    {
        Dispose();
        return _tally.Summarise();
    }

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
    }

    private void Poll()
    {
        while (!_stop.Wait(_period))
            _tally.Add(GpuPoll.Take(_gpu));
    }
}
