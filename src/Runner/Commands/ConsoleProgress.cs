using System.Diagnostics;
using System.Globalization;
using PerfGate.Core.Measurements;
using PerfGate.Core.Text;
using PerfGate.Runner.Measuring;
using Spectre.Console;

namespace PerfGate.Runner.Commands;

/// <summary>Says how a measurement goes on: a line that is rewritten on a terminal, a line a run elsewhere.</summary>
/// <param name="console">Where to.</param>
/// <param name="pricePerHour">Price of the device per hour; null for no cost.</param>
/// <param name="currency">Its currency.</param>
/// <param name="mostRuns">How many runs there are where cases stay undecided.</param>
/// <param name="device">
/// Which of several devices, the beginning of each line. They share the terminal, so that none rewrites a line. Null
/// for the only one.
/// </param>
internal sealed class ConsoleProgress(
    IAnsiConsole console, double? pricePerHour, string currency, int mostRuns, string? device = null) : IRunProgress
{
    private const int LongestLine = 4000;

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly bool _live = console.Profile.Out.IsTerminal && device is null;
    private readonly string _beginning = device is null ? "" : $"{device}: ";
    private string _head = "";
    private int _casesInRun;
    private int _casesBegun;
    private int _runsLeft;
    private double _lastRunSeconds;

    public void Expect(double secondsOfARun) => _lastRunSeconds = secondsOfARun;

    public void RunBegins(int run, int cases, int left)
    {
        (_casesInRun, _casesBegun, _runsLeft) = (cases, 0, left);
        _head = string.Create(
            CultureInfo.InvariantCulture,
            $"run {run + 1}: {Numbers.Things(cases, "case")}{TimeLeft(run, left)}{Cost(left)}"
        );
        if (!_live)
            Say(_head);
    }

    public void AtCase(string name)
    {
        _casesBegun++;
        if (_live)
            Rewrite($"{_head}  [{_casesBegun}/{_casesInRun}] {name}");
    }

    public void WorkerEnded(WorkerRecord worker)
    {
        if (_live)
            Rewrite("");
        if (worker.Outcome == WorkerOutcome.Completed)
            _lastRunSeconds = worker.WallSeconds;
        else if (worker.Reason is { } reason)
            Say($"run {worker.Run + 1} {Word(worker.Outcome)}: {reason}");
    }

    public void Say(string line)
    {
        if (_live)
            Rewrite("");
        // Not through the console, which would wrap it: a log is searched by whole lines.
        // It may quote what a kernel or a compiler printed.
        console.Profile.Out.Writer.WriteLine(PlainText.LogLine(_beginning + line, LongestLine));
    }

    private static string Word(WorkerOutcome outcome) => outcome switch
    {
        WorkerOutcome.Crashed => "died",
        WorkerOutcome.Hung => "hung",
        WorkerOutcome.Killed => "was killed",
        WorkerOutcome.Cancelled => "was cancelled",
        WorkerOutcome.Completed or WorkerOutcome.Unstable => "was thrown away",
    };

    // What is left of this round, and what is left at most: the next rounds are for cases that it leaves undecided.
    private string TimeLeft(int run, int left)
    {
        if (_lastRunSeconds == 0)
            return "";
        var most = Math.Max(left, mostRuns - run);
        return string.Create(CultureInfo.InvariantCulture, $", about {left * _lastRunSeconds:0} s left")
            + (
                most == left
                    ? ""
                    : string.Create(
                        CultureInfo.InvariantCulture,
                        $" ({most * _lastRunSeconds:0} s where cases stay undecided)"
                    )
            );
    }

    private string Cost(int left) => pricePerHour is not { } price
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $", {_watch.Elapsed.TotalHours * price:0.000} {currency} so far")
            + (
                _lastRunSeconds == 0
                    ? ""
                    : string.Create(
                        CultureInfo.InvariantCulture,
                        $" of about {(_watch.Elapsed.TotalHours + left * _lastRunSeconds / 3600) * price:0.000}"
                    )
            );

    // Carriage return and "erase to end of line" (ECMA-48 EL).
    private void Rewrite(string text)
    {
        var width = Math.Max(20, console.Profile.Width - 1);
        console.Profile.Out.Writer.Write("\r\u001b[K" + (text.Length > width ? text[..width] : text));
        console.Profile.Out.Writer.Flush();
    }
}
