namespace PerfGate.Fuzz;

/// <summary>
/// Watches the time that an input takes and the memory of the process. A hang cannot be ended, so it ends the process.
/// </summary>
internal sealed class Guard : IDisposable
{
    /// <summary>The exit code where an input took too long.</summary>
    public const int HangExitCode = 2;

    private readonly IReadOnlyList<TargetRun> _runs;
    private readonly string _output;
    private readonly TimeSpan _deadline;
    private readonly Timer _timer;

    /// <summary>Begins to watch.</summary>
    /// <param name="runs">The targets.</param>
    /// <param name="output">Where to write an input that hangs.</param>
    /// <param name="deadline">How long one may take.</param>
    public Guard(IReadOnlyList<TargetRun> runs, string output, TimeSpan deadline)
    {
        (_runs, _output, _deadline) = (runs, output, deadline);
        _timer = new(_ => Look(), null, TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(500));
    }

    /// <summary>The most memory that the process had, bytes.</summary>
    public long PeakBytes { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Look();
        _timer.Dispose();
    }

    private void Look()
    {
        PeakBytes = Math.Max(PeakBytes, Environment.WorkingSet);
        foreach (var run in _runs)
        {
            if (run.Current is not { } input || !run.Hangs(_deadline))
                continue;
            Tell(run, input);
            Environment.Exit(HangExitCode);
        }
    }

    /// <summary>Writes and names the inputs that came to their end, but took too long.</summary>
    /// <returns>Whether there was one.</returns>
    public bool TellSlow()
    {
        var slow = _runs.Where(r => r.Longest > _deadline).ToList();
        slow.ForEach(r => Tell(r, r.Slowest));
        return slow.Count > 0;
    }

    private void Tell(TargetRun run, byte[] input)
    {
        var crash = new Crash(
            run.Target.Name,
            input,
            -1,
            new TimeoutException($"more than {_deadline.TotalSeconds} s")
        );
        Console.WriteLine($"hang: {run.Target.Name}: more than {_deadline.TotalSeconds} s ({crash.Write(_output)})");
    }
}
