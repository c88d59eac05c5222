using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using PerfGate.Core.Text;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Processes;

namespace PerfGate.Runner.Measuring.Observing;

/// <summary>
/// Runs a command once, to its end: without a shell, with an empty standard input, its output read and thrown away but
/// for the last lines. Everything that it started ends with it.
/// </summary>
internal sealed class CommandExecution : IDisposable
{
    // A program that prints this much is timed at printing, and the last lines of it say nothing.
    private const long MostOutputBytes = 64L << 20;

    private const int LongestSaid = 300;

    // How often the worker that runs it says that it is alive.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    private readonly CommandSpec _command;
    private readonly Process _process;
    private readonly ProcessTree _tree;
    private volatile bool _tooMuch;

    private CommandExecution(CommandSpec command, IReadOnlyDictionary<string, string> variables)
    {
        var start = ProgramStart.Of(command);
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        _command = command;
        _tree = ProcessTree.Mark(start);
        _process = new() { StartInfo = start };
    }

    /// <summary>Runs it.</summary>
    /// <param name="command">The command.</param>
    /// <param name="variables">What is set in its environment beside what the command states.</param>
    /// <param name="heartbeat">Called from time to time while it runs.</param>
    /// <returns>Its wall time, from just before its start to its end, seconds.</returns>
    /// <exception cref="ObservationException">It cannot be started, fails, hangs, or prints without end.</exception>
    public static double Run(CommandSpec command, IReadOnlyDictionary<string, string> variables, Action heartbeat)
    {
        using var execution = new CommandExecution(command, variables);
        return execution.Run(heartbeat).Seconds;
    }

    /// <summary>Tries what a command needs.</summary>
    /// <param name="command">The command.</param>
    public static CommandNeed Need(CommandSpec command)
    {
        if (command.Needs.IsEmpty)
            return new(null, null);
        try
        {
            // A build may have to make the command's folder first.
            var folder = Directory.Exists(command.Folder) ? command.Folder : command.Build?.Folder ?? command.Folder;
            using var execution = new CommandExecution(
                command with
                {
                    Words = command.Needs,
                    Folder = folder,
                },
                ImmutableDictionary<string, string>.Empty
            );
            return new(null, execution.Run(() => { }).Said);
        }
        catch (ObservationException e)
        {
            return new($"it requires that this succeeds: {CommandText.Joined(command.Needs)}; {e.Message}", null);
        }
    }

    public void Dispose() => _process.Dispose();

    private (double Seconds, string? Said) Run(Action heartbeat)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            _process.Start();
        }
        catch (Win32Exception e)
        {
            throw new ObservationException($"it cannot be started: {e.Message}");
        }

        _process.StandardInput.Close();
        var (output, error) = (new OutputTail(MostOutputBytes, End), new OutputTail(MostOutputBytes, End));
        var reading = Task.WhenAll(
            output.ReadAsync(_process.StandardOutput.BaseStream),
            error.ReadAsync(_process.StandardError.BaseStream)
        );
        var limit = TimeSpan.FromSeconds(_command.TimeoutSeconds);
        var ended = false;
        while (!ended && watch.Elapsed < limit)
        {
            var left = limit - watch.Elapsed;
            ended = _process.WaitForExit(left < Heartbeat ? left : Heartbeat);
            if (!ended)
                heartbeat();
        }

        var seconds = watch.Elapsed.TotalSeconds;
        if (ended)
            _tree.End(_process.Id);
        else
            _tree.End(_process);
        reading.Wait(ChildProcess.PatienceWithStreams);
        // Standard error comes last: if anything says what went wrong, it does.
        Check(ended, LastOf(output.Lines.Concat(error.Lines)));
        return (
            seconds,
            output.Lines.Select(l => PlainText.LogLine(l, LongestSaid)).LastOrDefault(l => l.Length > 0)
        );
    }

    private static string LastOf(IEnumerable<string> lines)
    {
        var last = new LastLines();
        foreach (var line in lines)
            last.Add(line);
        return last.ToString() is { Length: > 0 } text ? $"; it said: {text}" : "; it said nothing";
    }

    private void Check(bool ended, string said)
    {
        if (_tooMuch)
            throw new ObservationException(
                $"it printed more than {MostOutputBytes >> 20} MiB and was ended; make it print less, or into a file"
                    + said
            );
        if (!ended)
            throw new ObservationException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"it did not end within {_command.TimeoutSeconds:0.###} s and was killed with all that it had "
                        + $"started; make it shorter, or raise timeout in its command{said}"
                )
            );
        if (_process.ExitCode != 0)
            throw new ObservationException(
                $"it {WorkerExitCodes.Describe(_process.ExitCode, memoryRanOut: false)}{said}; run it by hand: "
                    + _command.ByHand
            );
    }

    private void End()
    {
        _tooMuch = true;
        _tree.End(_process);
    }
}

/// <summary>What came of trying what a command needs.</summary>
/// <param name="Missing">Why it is not there, in one line; null if it is, or the command needs nothing.</param>
/// <param name="Said">The last line that it printed; null for none.</param>
internal readonly record struct CommandNeed(string? Missing, string? Said);
