using System.Diagnostics;
using System.Globalization;
using PerfGate.Core.Measurements;
using PerfGate.Runner.GitHub;
using PerfGate.Runner.Measuring;
using Spectre.Console;

namespace PerfGate.Runner.Commands;

/// <summary>Says how a measurement goes on: a line that is rewritten on a terminal, a line a run elsewhere.</summary>
/// <param name="console">Where to.</param>
/// <param name="pricePerHour">Price of the device per hour; null for no cost.</param>
/// <param name="currency">Its currency.</param>
/// <param name="mostRuns">How many runs there are where cases stay undecided.</param>
internal sealed class ConsoleProgress(IAnsiConsole console, double? pricePerHour, string currency, int mostRuns)
    : IRunProgress
{
    private const int LongestLine = 4000;

    private readonly Stopwatch watch = Stopwatch.StartNew();
    private readonly bool live = console.Profile.Out.IsTerminal;
    private string head = "";
    private int casesInRun;
    private int casesBegun;
    private int runsLeft;
    private double lastRunSeconds;

    public void Expect(double secondsOfARun) => lastRunSeconds = secondsOfARun;

    public void RunBegins(int run, int cases, int left)
    {
        (casesInRun, casesBegun, runsLeft) = (cases, 0, left);
        head = string.Create(
            CultureInfo.InvariantCulture,
            $"run {run + 1}: {cases} {(cases == 1 ? "case" : "cases")}{TimeLeft(run, left)}{Cost(left)}"
        );
        if (!live)
            Say(head);
    }

    public void AtCase(string name)
    {
        casesBegun++;
        if (live)
            Rewrite($"{head}  [{casesBegun}/{casesInRun}] {name}");
    }

    public void WorkerEnded(WorkerRecord worker)
    {
        if (live)
            Rewrite("");
        if (worker.Outcome == WorkerOutcome.Completed)
            lastRunSeconds = worker.WallSeconds;
        else if (worker.Reason is { } reason)
            Say($"run {worker.Run + 1} {Word(worker.Outcome)}: {reason}");
    }

    public void Say(string line)
    {
        if (live)
            Rewrite("");
        // Not through the console, which would wrap it: a log is searched by whole lines.
        // It may quote what a kernel or a compiler printed.
        console.Profile.Out.Writer.WriteLine(InertText.Line(line, LongestLine));
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
        if (lastRunSeconds == 0)
            return "";
        var most = Math.Max(left, mostRuns - run);
        return string.Create(CultureInfo.InvariantCulture, $", about {left * lastRunSeconds:0} s left")
            + (
                most == left
                    ? ""
                    : string.Create(
                        CultureInfo.InvariantCulture,
                        $" ({most * lastRunSeconds:0} s where cases stay undecided)"
                    )
            );
    }

    private string Cost(int left) => pricePerHour is not { } price
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $", {watch.Elapsed.TotalHours * price:0.000} {currency} so far")
            + (
                lastRunSeconds == 0
                    ? ""
                    : string.Create(
                        CultureInfo.InvariantCulture,
                        $" of about {(watch.Elapsed.TotalHours + left * lastRunSeconds / 3600) * price:0.000}"
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
