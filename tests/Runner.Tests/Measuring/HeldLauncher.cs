using System.Collections.Concurrent;
using System.Threading.Channels;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Tests.Measuring;

/// <summary>Workers that run until a test ends them, or until they are cancelled.</summary>
internal sealed class HeldLauncher : IWorkerLauncher
{
    private readonly ConcurrentDictionary<WorkerMode, TaskCompletionSource<WorkerExit>> _running = [];
    private readonly Channel<WorkerMode> _begun = Channel.CreateUnbounded<WorkerMode>();

    /// <summary>The kinds of the workers that are running, in their order.</summary>
    public IEnumerable<WorkerMode> Running => _running.Where(r => !r.Value.Task.IsCompleted).Select(r => r.Key).Order();

    /// <summary>Ends the worker of a kind.</summary>
    public void End(WorkerMode mode, WorkerExit exit) => _running[mode].SetResult(exit);

    /// <summary>Waits until one more worker has begun than was waited for before.</summary>
    /// <returns>Its kind.</returns>
    public async Task<WorkerMode> BegunAsync(CancellationToken cancellation) =>
        await _begun.Reader.ReadAsync(cancellation);

    public Task<WorkerExit> RunAsync(WorkerJob job, Action<string> atCase, CancellationToken cancellation)
    {
        var worker = _running[job.Mode] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _begun.Writer.TryWrite(job.Mode);
        cancellation.Register(() =>
            worker.TrySetResult(new(Core.Measurements.WorkerOutcome.Cancelled, "cancelled", null, null, 0))
        );
        return worker.Task;
    }
}
