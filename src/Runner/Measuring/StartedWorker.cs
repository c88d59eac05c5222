using System.Diagnostics;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Processes;

namespace PerfGate.Runner.Measuring;

/// <summary>
/// A worker's process, from its start on: waiting for its job, at it, or ended. What it says is listened to all along.
/// </summary>
internal sealed class StartedWorker : IDisposable
{
    // A process in the hands of a driver may not end when it is killed.
    private static readonly TimeSpan PatienceWithDeath = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly Process _process;
    private readonly ProcessTree _tree;
    private readonly Dictionary<string, string?> _environment;
    private readonly Task _listening;
    private readonly Lock _gate = new();
    private readonly LastLines _complaints = new();
    private readonly string _token = WorkerLines.NewToken();
    private TimeSpan _patience = LongestWait;
    private HashSet<string> _cases = [];
    private Action<string>? _atCase;
    private long _lastSign;
    private bool _over;

    private StartedWorker(ProcessStartInfo start)
    {
        _environment = new(start.Environment);
        _tree = ProcessTree.Mark(start);
        _process = new() { StartInfo = start };
        _process.Start();
        _listening = Task.WhenAll(
            BoundedLines.ReadAsync(_process.StandardOutput.BaseStream, WorkerLines.LongestBytes, Heard),
            BoundedLines.ReadAsync(
                _process.StandardError.BaseStream,
                LastLines.LineBytes,
                (line, _) => Complained(line)
            )
        );
    }

    /// <summary>The case that it began last; null before its first.</summary>
    public string? Case { get; private set; }

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>What it ended with.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Why it counts as hung.</summary>
    public string HangReason =>
        $"the worker gave no sign of life for {_patience.TotalSeconds:0} s "
            + $"{(Case is null ? "before its first case" : $"at {Case}")} and was killed";

    /// <summary>Where it was, and the last lines of its standard error.</summary>
    public string LastWords
    {
        get
        {
            var (at, said) = (Case is { } name ? $" at {name}" : " before its first case", _complaints.ToString());
            return said.Length == 0 ? at : $"{at}: {said}";
        }
    }

    private TimeSpan TimeLeft
    {
        get
        {
            lock (_gate)
            {
                var left = _patience - Stopwatch.GetElapsedTime(_lastSign);
                return left <= TimeSpan.Zero ? TimeSpan.Zero : left < LongestWait ? left : LongestWait;
            }
        }
    }

    /// <summary>Starts a process, which then waits for its job.</summary>
    /// <param name="start">What to start, with all three streams redirected.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    public static StartedWorker Start(ProcessStartInfo start) => new(start);

    /// <summary>Whether it was started with just these variables.</summary>
    public bool IsIn(IDictionary<string, string?> variables) =>
        variables.Count == _environment.Count && !variables.Except(_environment).Any();

    /// <summary>Gives it its job.</summary>
    /// <param name="jobFile">The job file.</param>
    /// <param name="names">The cases that it may say it is at; empty if only the worker knows them.</param>
    /// <param name="caseTimeout">If it begins no new case for so long it is killed.</param>
    /// <param name="onCase">Called with the name of each case that begins.</param>
    public void Begin(string jobFile, IEnumerable<string> names, TimeSpan caseTimeout, Action<string> onCase)
    {
        lock (_gate)
            (_patience, _cases, _atCase, _lastSign) = (caseTimeout, [.. names], onCase, Stopwatch.GetTimestamp());
        Tell(WorkerLines.Job(_token, jobFile));
    }

    /// <summary>Writes a line to its standard input.</summary>
    public void Tell(string line)
    {
        try
        {
            _process.StandardInput.WriteLine(line);
        }
        catch (IOException)
        {
            // It has ended already; how, its exit code tells.
        }
    }

    /// <summary>Waits for its end, and ends what it leaves behind.</summary>
    /// <returns>Null where it ended without being killed; otherwise why it was killed.</returns>
    public async Task<WorkerOutcome?> WaitAsync(CancellationToken cancellation)
    {
        var killed = await WaitForExitAsync(cancellation).ConfigureAwait(false);
        if (killed is null)
            _tree.End(_process.Id);
        else
            _tree.End(_process);
        using var end = new CancellationTokenSource(PatienceWithDeath);
        await _process.WaitForExitAsync(end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var patience = Task.Delay(ChildProcess.PatienceWithStreams, CancellationToken.None);
        await Task.WhenAny(_listening, patience).ConfigureAwait(false);
        _over = true;
        return killed;
    }

    /// <summary>Ends the process where it has not ended, and what it left behind.</summary>
    public void Dispose()
    {
        if (!_over)
        {
            _tree.End(_process);
            _process.WaitForExit(PatienceWithDeath);
            _listening.Wait(ChildProcess.PatienceWithStreams);
        }

        _process.Dispose();
    }

    private async Task<WorkerOutcome?> WaitForExitAsync(CancellationToken cancellation)
    {
        while (true)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(TimeLeft);
            try
            {
                // The streams are read apart from it, so this does not wait for their end.
                await _process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
                return null;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return WorkerOutcome.Cancelled;
            }
            catch (OperationCanceledException) when (TimeLeft <= TimeSpan.Zero)
            {
                return WorkerOutcome.Hung;
            }
            catch (OperationCanceledException)
            {
                // It began another case meanwhile: its time starts over.
            }
        }
    }

    // The frames of .NET's own stack trace are of this program. The line before them says what happened.
    private void Complained(string line)
    {
        if (!line.StartsWith("   at ", StringComparison.Ordinal))
            _complaints.Add(line);
    }

    private void Heard(string line, bool cut)
    {
        if (cut || WorkerLines.ReadCase(_token, line) is not { } name)
            return;
        Action<string>? onCase;
        lock (_gate)
        {
            if (_cases.Count > 0 && !_cases.Contains(name))
                return;
            Case = name;
            _lastSign = Stopwatch.GetTimestamp();
            onCase = _atCase;
        }

        onCase?.Invoke(name);
    }
}
