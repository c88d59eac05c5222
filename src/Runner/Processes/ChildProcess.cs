using System.Collections.Immutable;
using System.Diagnostics;

namespace PerfGate.Runner.Processes;

/// <summary>
/// Runs another program to its end, with limits to its time and to what is kept of its output, and ends all that it
/// started.
/// </summary>
internal static class ChildProcess
{
    private const int LineBytes = 2048;
    private const int FirstLines = 10_000;
    private const int LastLines = 1_000;

    /// <summary>
    /// How long the streams of an ended process are read on. Its last words are in the pipes already, and reading them
    /// takes a moment on a busy machine; but another process may hold the pipes open for ever.
    /// </summary>
    public static readonly TimeSpan PatienceWithStreams = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan PatienceWithDeath = TimeSpan.FromSeconds(5);

    /// <summary>Runs a program. Its standard input is empty.</summary>
    /// <param name="start">The program, its arguments and its environment.</param>
    /// <param name="limit">How long it may run.</param>
    /// <param name="supervised">
    /// Whether it is worth a process more that it ends with this one, however this one ends.
    /// </param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>How it ended, and its lines on both streams.</returns>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled, and is ended.</exception>
    public static async Task<ChildExit> RunAsync(
        ProcessStartInfo start, TimeSpan limit, bool supervised, CancellationToken cancellation)
    {
        var started = supervised ? Supervision.Of(start) : start;
        started.RedirectStandardInput = started.RedirectStandardOutput = started.RedirectStandardError = true;
        var tree = ProcessTree.Mark(started);
        var lines = new KeptLines();
        using var process = new Process { StartInfo = started };
        process.Start();
        // A supervisor takes the end of this stream for the end of this process.
        if (started == start)
            process.StandardInput.Close();
        var streams = Task.WhenAll(
            BoundedLines.ReadAsync(process.StandardOutput.BaseStream, LineBytes, (line, _) => lines.Add(line)),
            BoundedLines.ReadAsync(process.StandardError.BaseStream, LineBytes, (line, _) => lines.Add(line)));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        end.CancelAfter(limit);
        var ended = true;
        try
        {
            await process.WaitForExitAsync(end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            ended = false;
        }

        tree.End(process);
        using var death = new CancellationTokenSource(PatienceWithDeath);
        await process.WaitForExitAsync(death.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAny(streams, Task.Delay(PatienceWithStreams, CancellationToken.None)).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return new(ended ? process.ExitCode : null, lines.All);
    }

    private sealed class KeptLines
    {
        private readonly Lock _gate = new();
        private readonly List<string> _first = [];
        private readonly Queue<string> _last = [];

        public ImmutableArray<string> All
        {
            get
            {
                lock (_gate)
                    return [.. _first, .. _last];
            }
        }

        public void Add(string line)
        {
            lock (_gate)
            {
                if (_first.Count < FirstLines)
                {
                    _first.Add(line);
                    return;
                }

                _last.Enqueue(line);
                if (_last.Count > LastLines)
                    _last.Dequeue();
            }
        }
    }
}

/// <summary>How a program ended.</summary>
/// <param name="Code">Its exit code; null if its time was up and it was ended.</param>
/// <param name="Lines">
/// What it printed on both streams: the first lines, and the last where there were very many, each cut where it was
/// very long.
/// </param>
internal sealed record ChildExit(int? Code, ImmutableArray<string> Lines);
