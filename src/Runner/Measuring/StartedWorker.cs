using System.Diagnostics;
using PerfGate.Core.Measurements;

namespace PerfGate.Runner.Measuring;

/// <summary>A worker's process, from its start on: waiting for its job, at it, or ended. What it says is listened to all along.</summary>
internal sealed class StartedWorker : IDisposable
{
    private const int KeptErrorLines = 20;

    private readonly Process process;
    private readonly Lock gate = new();
    private readonly Queue<string> complaints = [];
    private TimeSpan patience = Timeout.InfiniteTimeSpan;
    private Action<string>? atCase;
    private long lastSign;

    private StartedWorker(ProcessStartInfo start)
    {
        process = new() { StartInfo = start };
        process.OutputDataReceived += (_, e) => Heard(e.Data);
        process.ErrorDataReceived += (_, e) => Complained(e.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The case that it began last; null before its first.</summary>
    public string? Case { get; private set; }

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => process.HasExited;

    /// <summary>What it ended with.</summary>
    public int ExitCode => process.ExitCode;

    /// <summary>Why it counts as hung.</summary>
    public string HangReason =>
        $"the worker gave no sign of life for {patience.TotalSeconds:0} s {(Case is null ? "before its first case" : $"at {Case}")} and was killed";

    /// <summary>Where it was, and the last lines of its standard error.</summary>
    public string LastWords
    {
        get
        {
            lock (gate)
                return (Case is null ? " before its first case" : $" at {Case}") + (complaints.Count == 0 ? "" : $": {string.Join(" | ", complaints)}");
        }
    }

    private TimeSpan TimeLeft
    {
        get
        {
            lock (gate)
            {
                var left = patience - Stopwatch.GetElapsedTime(lastSign);
                return left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }
    }

    /// <summary>Starts a process, which then waits for its job.</summary>
    /// <param name="start">What to start, with all three streams redirected.</param>
    public static StartedWorker Start(ProcessStartInfo start) => new(start);

    /// <summary>Whether it was started with just these variables.</summary>
    public bool IsIn(IDictionary<string, string?> environment) =>
        environment.Count == process.StartInfo.Environment.Count && !environment.Except(process.StartInfo.Environment).Any();

    /// <summary>Gives it its job.</summary>
    /// <param name="jobFile">The job file.</param>
    /// <param name="caseTimeout">If it begins no new case for so long it is killed.</param>
    /// <param name="told">Told which case begins.</param>
    public void Begin(string jobFile, TimeSpan caseTimeout, Action<string> told)
    {
        lock (gate)
            (patience, atCase, lastSign) = (caseTimeout, told, Stopwatch.GetTimestamp());
        Tell(jobFile);
    }

    /// <summary>Writes a line to its standard input.</summary>
    public void Tell(string line)
    {
        try
        {
            process.StandardInput.WriteLine(line);
        }
        catch (IOException)
        {
            // It has ended already; how, its exit code tells.
        }
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>Null where it ended by itself; otherwise why it was killed.</returns>
    public async Task<WorkerOutcome?> WaitAsync(CancellationToken cancellation)
    {
        while (true)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(TimeLeft);
            try
            {
                await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
                return null;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested || TimeLeft <= TimeSpan.Zero)
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

    /// <summary>Ends the process where it has not ended.</summary>
    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        process.Dispose();
    }

    private void Heard(string? line)
    {
        if (line is null || !line.StartsWith(WorkerProcess.CasePrefix, StringComparison.Ordinal))
            return;
        Action<string>? told;
        lock (gate)
        {
            Case = line[WorkerProcess.CasePrefix.Length..];
            lastSign = Stopwatch.GetTimestamp();
            told = atCase;
        }

        told?.Invoke(Case);
    }

    private void Complained(string? line)
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
