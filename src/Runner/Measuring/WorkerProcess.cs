using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Measuring.Environments;
using PerfGate.Runner.Processes;

namespace PerfGate.Runner.Measuring;

/// <summary>Runs workers as fresh processes. Each gets one job, by a line on its standard input.</summary>
/// <param name="command">The program and its arguments.</param>
/// <param name="prepare">Sets what a worker finds in its environment.</param>
/// <param name="caseTimeout">A worker that begins no new case for so long is killed.</param>
/// <param name="ahead">
/// Whether the next worker is started while one is at its job, so that its runtime is up, and its code compiled, when
/// its own comes. Not on the host device, where that would disturb the one that is measuring.
/// </param>
internal sealed class WorkerProcess(
    IReadOnlyList<string> command,
    Action<ProcessStartInfo> prepare,
    TimeSpan caseTimeout,
    bool ahead = false
) : IWorkerLauncher, IDisposable
{
    // Two workers may be launched at the same time.
    private readonly Lock _gate = new();

    // Waits for its job; null if none was started ahead.
    private StartedWorker? _next;

    /// <summary>The command that makes a worker of this very program.</summary>
    public static IReadOnlyList<string> ThisProgram =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? [Environment.ProcessPath!, Assembly.GetExecutingAssembly().Location, "worker"]
            : [Environment.ProcessPath!, "worker"];

    /// <summary>Starts the next worker, where workers are started ahead.</summary>
    /// <param name="mode">The kind of its job.</param>
    /// <param name="callsFunctions"><see cref="WorkerJob.CallsFunctions"/> of its job.</param>
    /// <param name="like">The file of a job like its own, to rehearse with; null if there is none.</param>
    public void Expect(WorkerMode mode, bool callsFunctions, string? like = null)
    {
        lock (_gate)
        {
            _next?.Dispose();
            _next = ahead ? TryStart(StartInfo(mode, callsFunctions)).Worker : null;
            if (like is not null)
                _next?.Tell(WorkerLines.Rehearse(like));
        }
    }

    public async Task<WorkerExit> RunAsync(WorkerJob job, Action<string> atCase, CancellationToken cancellation)
    {
        job = job with { Nonce = Guid.NewGuid().ToString("N") };
        var jobFile = Path.ChangeExtension(job.Result, ".job.json");
        AtomicFile.Write(jobFile, JsonSerializer.SerializeToUtf8Bytes(job, MeasuringJson.Default.WorkerJob));
        File.Delete(job.Result);
        var watch = Stopwatch.StartNew();
        var memoryKills = MemoryKills.Count();
        // What runs beside the others leaves them the worker that has rehearsed.
        var aside = job.Mode == WorkerMode.SeededOutputs;
        var start = StartInfo(job.Mode, job.CallsFunctions);
        var (started, why) = aside ? TryStart(start) : Take(start);
        if (started is null)
            return new(
                WorkerOutcome.Killed,
                $"the worker could not be started: {why}",
                null,
                null,
                watch.Elapsed.TotalSeconds
            );
        using var worker = started;
        worker.Begin(jobFile, job.Cases, caseTimeout, atCase);
        if (!aside)
        {
            var next = job.Mode == WorkerMode.Prepare ? WorkerMode.Ceilings : WorkerMode.Measure;
            Expect(next, job.CallsFunctions, jobFile);
        }

        var outcome = await worker.WaitAsync(cancellation).ConfigureAwait(false);
        return Describe(job, worker, outcome, watch.Elapsed.TotalSeconds, MemoryKills.Count() > memoryKills);
    }

    /// <summary>Ends the worker that waits for a job.</summary>
    public void Dispose()
    {
        _next?.Dispose();
        _next = null;
    }

    // One that waits in another environment than the job is to have, or has ended, is of no use.
    private (StartedWorker? Worker, string? Why) Take(ProcessStartInfo start)
    {
        StartedWorker? waiting;
        lock (_gate)
            (waiting, _next) = (_next, null);
        if (waiting is { HasExited: false } && waiting.IsIn(start.Environment))
            return (waiting, null);
        waiting?.Dispose();
        return TryStart(start);
    }

    private static (StartedWorker? Worker, string? Why) TryStart(ProcessStartInfo start)
    {
        try
        {
            return (StartedWorker.Start(start), null);
        }
        catch (Win32Exception e)
        {
            return (null, e.Message);
        }
    }

    private static WorkerExit Describe(
        WorkerJob job,
        StartedWorker worker,
        WorkerOutcome? ended,
        double seconds,
        bool memoryRanOut
    )
    {
        var exit = new WorkerExit(WorkerOutcome.Completed, null, worker.Case, null, seconds);
        if (ended is { } early)
            return exit with
            {
                Outcome = early,
                Reason = early == WorkerOutcome.Hung ? worker.HangReason : "the measurement was cancelled",
            };
        if (worker.ExitCode != 0)
        {
            return exit with
            {
                Outcome = WorkerExitCodes.OutcomeOf(worker.ExitCode),
                Reason = $"the worker {WorkerExitCodes.Describe(worker.ExitCode, memoryRanOut)}{worker.LastWords}",
            };
        }

        try
        {
            var result = JsonSerializer.Deserialize(
                InputFile.Bytes(job.Result, FileLimit.Result),
                MeasuringJson.Default.WorkerResult
            );
            return result?.Nonce == job.Nonce
                ? exit with
                {
                    Result = result,
                }
                : exit with
                {
                    Outcome = WorkerOutcome.Crashed,
                    Reason = $"{job.Result} holds the result of another worker, which is not used",
                };
        }
        catch (Exception e) when (e is PerfGateException || ForeignFault.Is(e))
        {
            return exit with
            {
                Outcome = WorkerOutcome.Crashed,
                Reason = $"the worker exited with 0{worker.LastWords} and left no usable result: {e.Message}",
            };
        }
    }

    private ProcessStartInfo StartInfo(WorkerMode mode, bool callsFunctions)
    {
        var start = new ProcessStartInfo(command[0], [.. command.Skip(1)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        prepare(start);
        LockedEnvironment.Adapt(start, mode, callsFunctions);
        // .NET otherwise compiles loops twice, and the digests of large outputs take ten times as long until it gets
        // round to it. Compiling them well at once takes longer, which only the rehearsal hides.
        if (ahead && mode is WorkerMode.Measure or WorkerMode.Trial)
            start.Environment["DOTNET_TC_QuickJitForLoops"] = "0";
        return start;
    }
}
