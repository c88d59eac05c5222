namespace PerfGate.Runner.Measuring;

/// <summary>
/// The check of a measurement with inputs that nobody knew before: what outputs must be then is computed once, on a GPU
/// while the first runs are taken, and one run of each session then has the check. On the host device, where runs would
/// share the processor with it, the preparation computes it.
/// </summary>
internal sealed class SeededCheck : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly Task _computed;

    private SeededCheck(ulong seed, CancellationTokenSource stop, Task computed) =>
        (Seed, _stop, _computed) = (seed, stop, computed);

    /// <summary>The seed.</summary>
    public ulong Seed { get; }

    /// <summary>Whether a run would not have to wait for it.</summary>
    public bool IsReady => _computed.IsCompleted;

    /// <summary>Begins to compute what outputs must be.</summary>
    /// <param name="job">The job of that worker, with a seed.</param>
    /// <param name="launcher">Runs it.</param>
    /// <param name="cancellation">Stops it.</param>
    public static SeededCheck Begin(WorkerJob job, IWorkerLauncher launcher, CancellationToken cancellation)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        return new(job.CheckSeed!.Value, stop, launcher.RunAsync(job, _ => { }, stop.Token));
    }

    /// <summary>That of a measurement whose preparation has computed what outputs must be.</summary>
    /// <param name="seed">The seed.</param>
    public static SeededCheck Prepared(ulong seed) => new(seed, new(), Task.CompletedTask);

    /// <summary>Waits for it. What could not be computed the run computes itself, and says why not.</summary>
    public Task ReadyAsync() => _computed;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _computed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }
}
