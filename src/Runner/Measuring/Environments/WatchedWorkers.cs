using PerfGate.Core.Measurements;
using PerfGate.Runner.Devices.Cuda.Nvml;

namespace PerfGate.Runner.Measuring.Environments;

/// <summary>
/// Launches workers with an <see cref="NvmlWatch"/> over each: a run that was throttled or shared says so, and the
/// GPU's fingerprint gets the part that only NVML knows.
/// </summary>
/// <param name="workers">Launches them.</param>
/// <param name="gpu">The GPU that they run on.</param>
/// <param name="environment">What was locked in them.</param>
/// <param name="period">How often the watch looks; its own default where null.</param>
internal sealed class WatchedWorkers(
    IWorkerLauncher workers, NvmlGpu gpu, LockedEnvironment environment, TimeSpan? period = null) : IWorkerLauncher
{
    public async Task<WorkerExit> RunAsync(WorkerJob job, Action<string> atCase, CancellationToken cancellation)
    {
        using var watch = NvmlWatch.Start(gpu, period, job.Observes);
        var exit = await workers.RunAsync(job, atCase, cancellation).ConfigureAwait(false);
        var seen = watch.Stop();
        return exit with { Watch = seen, Result = exit.Result is { } result ? Complete(job, result, seen) : null };
    }

    private WorkerResult Complete(WorkerJob job, WorkerResult result, GpuWatch seen) => result with
    {
        Gpu = result.Gpu is { } described ? GpuFingerprint.Complete(described, gpu) : null,
        Disturbance = result.Disturbance ?? environment.For(job).Difference(result.Locked) ?? seen.Disturbance,
    };
}
