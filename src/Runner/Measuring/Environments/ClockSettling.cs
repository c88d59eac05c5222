namespace PerfGate.Runner.Measuring.Environments;

/// <summary>Tells which clock each worker had.</summary>
/// <param name="workers">Launches them.</param>
/// <param name="settle">Told the clock of every worker that left a result.</param>
internal sealed class ClockSettling(IWorkerLauncher workers, Action<string> settle) : IWorkerLauncher
{
    public async Task<WorkerExit> RunAsync(WorkerJob job, Action<string> atCase, CancellationToken cancellation)
    {
        var exit = await workers.RunAsync(job, atCase, cancellation).ConfigureAwait(false);
        if (exit.Result is { } result)
            settle(result.Clock);
        return exit;
    }
}
