using System.CommandLine;
using PerfGate.Core.Baselines;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Core.Reports;
using PerfGate.Core.Text;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Processes;
using PerfGate.Runner.References;
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
            var verdict = Judge.Decide(Input(files, policy => policy.WithCommandLine(options, parsed)));
            JsonFile.Write(files.Verdict, verdict, PerfGateJson.Default.Verdict);
            VerdictTable.Print(AnsiConsole.Console, verdict);
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

    /// <summary>What the judge is asked, from the files of a measurement.</summary>
    /// <param name="files">The files.</param>
    /// <param name="change">What the command line changes of the policy.</param>
    public static JudgementInput Input(GateFiles files, Func<GatePolicy, GatePolicy> change)
    {
        var inputs = JsonFile.Read<GateInputs>(files.Inputs, PerfGateJson.Default, "inputs.schema.json");
        var candidate = JsonFile.Read<Measurement>(files.Measurement, PerfGateJson.Default, "measurement.schema.json");
        var policy = change(inputs.Policy);
        var reference = InputFile.IsThere(files.Reference)
            ? JsonFile.Read<Baseline>(files.Reference, PerfGateJson.Default, "baseline.schema.json")
            : null;
        return inputs.Asked(candidate, reference) with
        {
            Trial = Optional(files.Trial),
            Remeasured = Optional(files.Remeasured),
            Policy = policy,
            GateEdits =
            [
                .. inputs.GateEdits,
                .. GateSettings.Loosened(candidate.Environment.Device, inputs.Policy, policy),
            ],
            AtEndOfBudget = true,
        };
    }

    private static Core.Measurements.Measurement? Optional(string path) =>
        InputFile.IsThere(path)
            ? JsonFile.Read<Measurement>(path, PerfGateJson.Default, "measurement.schema.json")
            : null;
}
