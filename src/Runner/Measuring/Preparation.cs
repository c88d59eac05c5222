using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Measuring.Worker;

namespace PerfGate.Runner.Measuring;

/// <summary>
/// Work that can start before anything is decided, run concurrently: one worker describes the device and computes the
/// expected outputs that are not kept yet, and on a GPU another measures the ceilings.
/// </summary>
/// <remarks>
/// A GPU in exclusive mode lets in one process at a time: the worker that could not do its job is tried again when
/// the other one is through.
/// </remarks>
internal sealed class Preparation : IAsyncDisposable
{
    private readonly KernelCatalog _catalog;
    private readonly IWorkerLauncher _launcher;
    private readonly CancellationTokenSource _stop;
    private readonly Task<WorkerResult> _device;
    private readonly Task<WorkerResult?> _ceilings;

    private Preparation(
        GateRunRequest request,
        KernelCatalog catalog,
        IWorkerLauncher launcher,
        CancellationToken cancellation
    )
    {
        (_catalog, _launcher) = (catalog, launcher);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var (prepare, measure) = (GateJobs.Prepare(request, catalog), GateJobs.Ceilings(request, catalog));
        var preparing = LaunchAsync(prepare);
        var measuring = catalog.Compiled.Device.RunsOnProcessor ? null : LaunchAsync(measure);
        _device = PrepareAsync(prepare, preparing, measuring);
        _ceilings = measuring is null
            ? Task.FromResult<WorkerResult?>(null)
            : MeasureAsync(measure, measuring, preparing);
    }

    /// <summary>Starts the workers.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="catalog">The compiled kernels.</param>
    /// <param name="launcher">Runs the workers.</param>
    /// <param name="cancellation">Stops them at once.</param>
    public static Preparation Begin(
        GateRunRequest request,
        KernelCatalog catalog,
        IWorkerLauncher launcher,
        CancellationToken cancellation
    ) => new(request, catalog, launcher, cancellation);

    /// <summary>
    /// The device as the first worker that has returned describes it; the expected outputs may take seconds longer.
    /// </summary>
    /// <exception cref="PerfGateException">PG2001: the device cannot be used.</exception>
    public async Task<WorkerResult> DescriptionAsync()
    {
        await Task.WhenAny((Task)_device, _ceilings).ConfigureAwait(false);
        return !_device.IsCompleted && await _ceilings.ConfigureAwait(false) is { } description
            ? description
            : await _device.ConfigureAwait(false);
    }

    /// <summary>The device, with the cases whose expected outputs could not be computed.</summary>
    /// <exception cref="PerfGateException">PG2001: the device cannot be used.</exception>
    public Task<WorkerResult> DeviceAsync() => _device;

    /// <summary>
    /// The device's ceilings. Only the roofline uses them: without them the report has none.
    /// </summary>
    public async Task<DeviceCeilings?> CeilingsAsync() => (await _ceilings.ConfigureAwait(false))?.Ceilings;

    /// <summary>Stops what is not done, and waits for it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll((Task)_device, _ceilings).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task<WorkerResult> PrepareAsync(WorkerJob job, Task<WorkerExit> preparing, Task<WorkerExit>? other)
    {
        var exit = await preparing.ConfigureAwait(false);
        // When several cases are computed at once, a crash does not say which one it was: one at a time it does. A
        // crash without a case was the device's. What crashes with the inputs of the seed is for the run to tell.
        if (
            exit is { Outcome: WorkerOutcome.Crashed or WorkerOutcome.Hung or WorkerOutcome.Killed, LastCase: not null }
            && (job.ExpectedAtOnce > 1 || PreparedDraws.IncludeSeed(job))
        )
            exit = await LaunchAsync(job with { ExpectedAtOnce = 1, CheckSeed = null }).ConfigureAwait(false);
        else if (exit is { Outcome: WorkerOutcome.Crashed, LastCase: null } && other is not null)
            exit = await LaunchAfterAsync(other, job).ConfigureAwait(false);
        _stop.Token.ThrowIfCancellationRequested();
        return exit.Result ?? throw new PerfGateException(WhyUnusable(exit), ExitCode.Environment);
    }

    private Diagnostic WhyUnusable(WorkerExit exit) => exit.Outcome == WorkerOutcome.Killed
        ? DiagnosticCatalog.PreparationKilled(exit.Reason ?? "its first worker was killed")
        : DiagnosticCatalog.DeviceUnusable(_catalog.Compiled.Device.Name, exit.Reason ?? "the worker left no result.");

    private async Task<WorkerResult?> MeasureAsync(WorkerJob job, Task<WorkerExit> measuring, Task<WorkerExit> other)
    {
        var exit = await measuring.ConfigureAwait(false);
        if (exit.Outcome == WorkerOutcome.Crashed)
            exit = await LaunchAfterAsync(other, job).ConfigureAwait(false);
        return exit.Result;
    }

    private async Task<WorkerExit> LaunchAfterAsync(Task<WorkerExit> other, WorkerJob job)
    {
        await other.ConfigureAwait(false);
        return await LaunchAsync(job).ConfigureAwait(false);
    }

    private Task<WorkerExit> LaunchAsync(WorkerJob job) => _launcher.RunAsync(job, _ => { }, _stop.Token);
}
