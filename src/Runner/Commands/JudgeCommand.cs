using System.CommandLine;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Reports;
using PerfGate.Core.Text;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Processes;
using Spectre.Console;

namespace PerfGate.Runner.Commands;

/// <summary><c>perfgate judge</c>: a verdict from the files of a measurement.</summary>
internal static class JudgeCommand
{
    private const int MaximumLine = 2_000;

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var options = new GateOptions();
        var command = new Command("judge", "Judges a measurement against its reference and writes verdict.json.")
        {
            options.Output, options.Tolerance, options.Wait,
        };
        command.SetAction(parsed =>
        {
            var files = new GateFiles(Path.GetFullPath(parsed.GetValue(options.Output)!));
            using var folder = GateHold.Of("perfgate judge", parsed, options.Wait).Folders(files.Folder);
            GateOutput.Forget(files.Folder, GateStep.Judge);
            var input = JudgementFiles.Input(files, policy => policy.WithCommandLine(options, parsed));
            var verdict = Judge.Decide(input);
            JsonFile.Write(files.Verdict, verdict, PerfGateJson.Default.Verdict);
            VerdictTable.Print(AnsiConsole.Console, verdict);
            VerdictTable.PrintFindings(AnsiConsole.Console, verdict, input.Candidate, input.Trial);
            // On the stream of the table and after it: two streams of a pipe come in any order.
            foreach (var diagnostic in VerdictDiagnostics.Of(verdict))
                BuildEnvironment.Print(diagnostic, Console.Out);
            foreach (var judged in verdict.Cases.Where(VerdictDiagnostics.IsUntold))
                AnsiConsole.Console.WriteLine(PlainText.LogLine($"{judged.Name}: {judged.Reason}", MaximumLine));
            VerdictTable.PrintSummary(AnsiConsole.Console, verdict);
            return (int)OverallOutcome.Exit(verdict.Outcome);
        });
        return command;
    }
}
