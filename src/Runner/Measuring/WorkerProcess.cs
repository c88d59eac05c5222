using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Measurements;

namespace PerfGate.Runner.Measuring;

/// <summary>Runs workers as fresh processes, each of which gets one job, by a line on its standard input.</summary>
/// <param name="command">The program and its arguments.</param>
/// <param name="prepare">Sets what a worker finds in its environment.</param>
/// <param name="caseTimeout">A worker that begins no new case for so long is killed.</param>
/// <param name="ahead">
/// Whether the next worker is started while one is at its job, so that its runtime is up, and its code compiled, when its own comes. Not on the
/// host device, where that would disturb the one that is measuring.
/// </param>
internal sealed class WorkerProcess(
    IReadOnlyList<string> command, Action<ProcessStartInfo> prepare, TimeSpan caseTimeout, bool ahead = false) : IWorkerLauncher, IDisposable
{
    /// <summary>What a worker prints before the name of the case that it begins.</summary>
    public const string CasePrefix = "case ";

    /// <summary>What comes before the path of a job like the next one, in the line that a worker gets which is started before there is a job for it.</summary>
    public const string RehearsePrefix = "rehearse ";

    // Two workers may be launched at the same time.
    private readonly Lock gate = new();

    // Waits for its job; null where none was started ahead.
    private StartedWorker? next;

    /// <summary>The command that makes a worker of this very program.</summary>
    public static IReadOnlyList<string> ThisProgram =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? [Environment.ProcessPath!, Assembly.GetExecutingAssembly().Location, "worker"]
            : [Environment.ProcessPath!, "worker"];

    /// <summary>Starts the next worker, where workers are started ahead.</summary>
    /// <param name="mode">The kind of its job.</param>
    /// <param name="like">The file of a job like its own, to rehearse with; null where there is none.</param>
    public void Expect(WorkerMode mode, string? like = null)
    {
        lock (gate)
        {
            next?.Dispose();
            next = ahead ? StartedWorker.Start(StartInfo(mode)) : null;
            if (like is not null)
                next?.Tell(RehearsePrefix + like);
        }
    }

    public async Task<WorkerExit> RunAsync(WorkerJob job, Action<string> atCase, CancellationToken cancellation)
    {
        job = job with { Nonce = Guid.NewGuid().ToString("N") };
        var jobFile = Path.ChangeExtension(job.Result, ".job.json");
        AtomicFile.Write(jobFile, JsonSerializer.SerializeToUtf8Bytes(job, MeasuringJson.Default.WorkerJob));
        File.Delete(job.Result);
        var watch = Stopwatch.StartNew();
        // What runs beside the others leaves them the worker that has rehearsed.
        var aside = job.Mode == WorkerMode.SeededOutputs;
        using var worker = aside ? StartedWorker.Start(StartInfo(job.Mode)) : Take(StartInfo(job.Mode));
        worker.Begin(jobFile, caseTimeout, atCase);
        if (!aside)
            Expect(job.Mode == WorkerMode.Prepare ? WorkerMode.Ceilings : WorkerMode.Measure, jobFile);
        var outcome = await worker.WaitAsync(cancellation).ConfigureAwait(false);
        return Describe(job, worker, outcome, watch.Elapsed.TotalSeconds);
    }

    /// <summary>Ends the worker that waits for a job.</summary>
    public void Dispose()
    {
        next?.Dispose();
        next = null;
    }

    // One that waits in another environment than the job is to have, or has ended, is of no use.
    private StartedWorker Take(ProcessStartInfo start)
    {
        StartedWorker? waiting;
        lock (gate)
            (waiting, next) = (next, null);
        if (waiting is { HasExited: false } && waiting.IsIn(start.Environment))
            return waiting;
        waiting?.Dispose();
        return StartedWorker.Start(start);
    }

    private static WorkerExit Describe(WorkerJob job, StartedWorker worker, WorkerOutcome? ended, double seconds)
    {
        var exit = new WorkerExit(WorkerOutcome.Completed, null, worker.Case, null, seconds);
        if (ended is { } early)
            return exit with { Outcome = early, Reason = early == WorkerOutcome.Hung ? worker.HangReason : "the measurement was cancelled" };
        if (worker.ExitCode != 0)
            return exit with { Outcome = WorkerOutcome.Crashed, Reason = $"the worker {ExitName(worker.ExitCode)}{worker.LastWords}" };
        try
        {
            var result = JsonSerializer.Deserialize(InputFile.Bytes(job.Result, FileLimit.Result), MeasuringJson.Default.WorkerResult);
            return result?.Nonce == job.Nonce
                ? exit with { Result = result }
                : exit with { Outcome = WorkerOutcome.Crashed, Reason = $"{job.Result} holds the result of another worker, which is not used" };
        }
        catch (Exception e) when (e is PerfGateException || ForeignFault.Is(e))
        {
            return exit with { Outcome = WorkerOutcome.Crashed, Reason = $"the worker exited with 0 and left no usable result: {e.Message}" };
        }
    }

    // 128 + n is how a shell and .NET report death by signal n.
    private static string ExitName(int code) => code switch
    {
        134 => "aborted (SIGABRT)",
        137 => "was killed (SIGKILL), by the kernel's out-of-memory killer perhaps",
        139 => "crashed (SIGSEGV)",
        143 => "was terminated (SIGTERM)",
        _ => $"exited with {code}",
    };

    private ProcessStartInfo StartInfo(WorkerMode mode)
    {
        var start = new ProcessStartInfo(command[0], [.. command.Skip(1)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        prepare(start);
        // Loading cuBLAS whole, as EAGER has it, takes seconds; a ceiling is the best of many products, the first of which may load what it likes.
        if (mode == WorkerMode.Ceilings)
            start.Environment["CUDA_MODULE_LOADING"] = "LAZY";
        // .NET otherwise compiles loops twice, and the digests of large outputs take ten times as long until it gets round to it. Compiling them well at once takes
        // longer, which only the rehearsal hides.
        if (ahead && mode is WorkerMode.Measure or WorkerMode.Trial)
            start.Environment["DOTNET_TC_QuickJitForLoops"] = "0";
        return start;
    }
}
