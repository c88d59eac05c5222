using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Tests.Measuring;

/// <summary>Workers that run until a test ends them, or until they are cancelled.</summary>
internal sealed class HeldLauncher : IWorkerLauncher
{
    private readonly Dictionary<WorkerMode, TaskCompletionSource<WorkerExit>> running = [];

    /// <summary>The kinds of the workers that are running.</summary>
    public IEnumerable<WorkerMode> Running => running.Where(r => !r.Value.Task.IsCompleted).Select(r => r.Key);

    /// <summary>Ends the worker of a kind.</summary>
    public void End(WorkerMode mode, WorkerExit exit) => running[mode].SetResult(exit);

    public Task<WorkerExit> RunAsync(WorkerJob job, Action<string> atCase, CancellationToken cancellation)
    {
        var worker = running[job.Mode] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        cancellation.Register(() => worker.TrySetResult(new(Core.Measurements.WorkerOutcome.Cancelled, "cancelled", null, null, 0)));
        return worker.Task;
    }
}
