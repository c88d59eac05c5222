using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Tests.Measuring;

/// <summary>Workers that end as a test says.</summary>
/// <param name="script">How a job ends.</param>
internal sealed class ScriptedLauncher(Func<WorkerJob, WorkerExit> script) : IWorkerLauncher
{
    /// <summary>The jobs so far.</summary>
    public List<WorkerJob> Jobs { get; } = [];

    public Task<WorkerExit> RunAsync(WorkerJob job, Action<string> atCase, CancellationToken cancellation)
    {
        Jobs.Add(job);
        return Task.FromResult(script(job));
    }
}
