namespace PerfGate.Runner.Measuring;

/// <summary>Runs one worker process from its job to its end. A seam: tests launch faults through it.</summary>
internal interface IWorkerLauncher
{
    /// <summary>Runs a worker; every way to end is in the answer, none is thrown.</summary>
    /// <param name="job">What it is to do.</param>
    /// <param name="atCase">Called with each case as it begins.</param>
    /// <param name="cancellation">Kills it.</param>
    Task<WorkerExit> RunAsync(WorkerJob job, Action<string> atCase, CancellationToken cancellation);
}
