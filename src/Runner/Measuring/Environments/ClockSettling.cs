namespace PerfGate.Runner.Measuring.Environments;

/// <summary>
/// Tells every worker the clock, and shows its result to the session that holds the GPU, which learns the clock from
/// the first and adds what it has to say. Ceilings are timed with events whatever the clock is: their worker, which
/// runs beside the first, has no say.
/// </summary>
/// <param name="workers">Launches them.</param>
/// <param name="clock">The clock, as far as it is known.</param>
/// <param name="settle">Takes a result and gives back the one to go on with.</param>
internal sealed class ClockSettling(
    IWorkerLauncher workers,
    Func<string?> clock,
    Func<WorkerResult, WorkerResult> settle
) : IWorkerLauncher
{
    public async Task<WorkerExit> RunAsync(WorkerJob job, Action<string> atCase, CancellationToken cancellation)
    {
        var exit = await workers.RunAsync(job with { Clock = clock() }, atCase, cancellation).ConfigureAwait(false);
        return exit.Result is { } result && job.Mode is not (WorkerMode.Ceilings or WorkerMode.SeededOutputs)
            ? exit with
            {
                Result = settle(result),
            }
            : exit;
    }
}
