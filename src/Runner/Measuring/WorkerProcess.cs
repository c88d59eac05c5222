using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using PerfGate.Core.Files;
using PerfGate.Core.Measurements;

namespace PerfGate.Runner.Measuring;

/// <summary>Runs workers as fresh processes.</summary>
/// <param name="command">The program and the arguments that come before the job file.</param>
/// <param name="prepare">Sets what a worker finds in its environment.</param>
/// <param name="caseTimeout">A worker that begins no new case for so long is killed.</param>
internal sealed class WorkerProcess(
    IReadOnlyList<string> command, Action<ProcessStartInfo> prepare, TimeSpan caseTimeout) : IWorkerLauncher
{
    /// <summary>What a worker prints before the name of the case that it begins.</summary>
    public const string CasePrefix = "case ";

    private const int KeptErrorLines = 20;

    /// <summary>The command that makes a worker of this very program.</summary>
    public static IReadOnlyList<string> ThisProgram =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? [Environment.ProcessPath!, Assembly.GetExecutingAssembly().Location, "worker"]
            : [Environment.ProcessPath!, "worker"];

    public async Task<WorkerExit> RunAsync(WorkerJob job, Action<string> atCase, CancellationToken cancellation)
    {
        var jobFile = Path.ChangeExtension(job.Result, ".job.json");
        AtomicFile.Write(jobFile, JsonSerializer.SerializeToUtf8Bytes(job, MeasuringJson.Default.WorkerJob));
        File.Delete(job.Result);
        var watch = Stopwatch.StartNew();
        using var process = new Process { StartInfo = StartInfo(jobFile, job.Mode) };
        var life = new Life(caseTimeout);
        process.OutputDataReceived += (_, e) => life.Heard(e.Data, atCase);
        process.ErrorDataReceived += (_, e) => life.Complained(e.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var outcome = await WaitAsync(process, life, cancellation).ConfigureAwait(false);
        return Describe(job, process, life, outcome, watch.Elapsed.TotalSeconds);
    }

    private static WorkerExit Describe(WorkerJob job, Process process, Life life, WorkerOutcome? ended, double seconds)
    {
        var exit = new WorkerExit(WorkerOutcome.Completed, null, life.Case, null, seconds);
        if (ended is { } early)
            return exit with { Outcome = early, Reason = early == WorkerOutcome.Hung ? life.HangReason : "the measurement was cancelled" };
        if (process.ExitCode != 0)
            return exit with { Outcome = WorkerOutcome.Crashed, Reason = $"the worker {ExitName(process.ExitCode)}{life.LastWords}" };
        try
        {
            return exit with { Result = JsonSerializer.Deserialize(File.ReadAllBytes(job.Result), MeasuringJson.Default.WorkerResult) };
        }
        catch (Exception e) when (e is IOException or JsonException)
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

    private static async Task<WorkerOutcome?> WaitAsync(Process process, Life life, CancellationToken cancellation)
    {
        while (true)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(life.TimeLeft);
            try
            {
                await process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
                return null;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested || life.TimeLeft <= TimeSpan.Zero)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
                return cancellation.IsCancellationRequested ? WorkerOutcome.Cancelled : WorkerOutcome.Hung;
            }
            catch (OperationCanceledException)
            {
                // It began another case meanwhile: its time starts anew.
            }
        }
    }

    private ProcessStartInfo StartInfo(string jobFile, WorkerMode mode)
    {
        var start = new ProcessStartInfo(command[0], [.. command.Skip(1), jobFile])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        prepare(start);
        // Loading cuBLAS whole, as EAGER has it, takes seconds; a ceiling is the best of many products, the first of which may load what it likes.
        if (mode == WorkerMode.Ceilings)
            start.Environment["CUDA_MODULE_LOADING"] = "LAZY";
        return start;
    }

    /// <summary>What was heard of a worker while it lived.</summary>
    private sealed class Life(TimeSpan caseTimeout)
    {
        private readonly Lock gate = new();
        private readonly Queue<string> complaints = [];
        private long lastSign = Stopwatch.GetTimestamp();

        public string? Case { get; private set; }

        public TimeSpan TimeLeft
        {
            get
            {
                lock (gate)
                {
                    var left = caseTimeout - Stopwatch.GetElapsedTime(lastSign);
                    return left > TimeSpan.Zero ? left : TimeSpan.Zero;
                }
            }
        }

        public string HangReason =>
            $"the worker gave no sign of life for {caseTimeout.TotalSeconds:0} s {(Case is null ? "before its first case" : $"at {Case}")} and was killed";

        public string LastWords
        {
            get
            {
                lock (gate)
                    return (Case is null ? " before its first case" : $" at {Case}") + (complaints.Count == 0 ? "" : $": {string.Join(" | ", complaints)}");
            }
        }

        public void Heard(string? line, Action<string> atCase)
        {
            if (line is null || !line.StartsWith(CasePrefix, StringComparison.Ordinal))
                return;
            lock (gate)
            {
                Case = line[CasePrefix.Length..];
                lastSign = Stopwatch.GetTimestamp();
            }

            atCase(Case);
        }

        public void Complained(string? line)
        {
            if (string.IsNullOrWhiteSpace(line))
                return;
            lock (gate)
            {
                complaints.Enqueue(line.Trim());
                if (complaints.Count > KeptErrorLines)
                    complaints.Dequeue();
            }
        }
    }
}
