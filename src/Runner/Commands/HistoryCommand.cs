using System.CommandLine;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Nights;
using PerfGate.Core.Reports.Text;
using PerfGate.Core.Text;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Nights;
using PerfGate.Runner.Prechecking;

namespace PerfGate.Runner.Commands;

/// <summary><c>perfgate history</c>: the default branch, measured each night, with the changes of its level.</summary>
internal static class HistoryCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var command = new Command("history", "Keeps nightly measurements, and makes a page of them.");
        command.Subcommands.Add(Append());
        command.Subcommands.Add(Page());
        command.Subcommands.Add(Next());
        command.Subcommands.Add(Name());
        return command;
    }

    private static Option<string> HistoryOption() =>
        new("--history")
        {
            Description = "Folder of the history.",
            DefaultValueFactory = _ => "history",
        };

    private static NightFolder Folder(ParseResult parsed, Option<string> history) =>
        new(Path.GetFullPath(parsed.GetValue(history)!), parsed.InvocationConfiguration.Output);

    private static Command Append()
    {
        var history = HistoryOption();
        var gate = new GateOptions();
        Option<string?> measurement = new("--measurement")
        {
            Description = "The measurement; default: measurement.json in the output folder.",
        };
        var command = new Command("append", "Appends a measurement to the history: a line for each case.")
        {
            history,
            measurement,
            gate.Output,
        };
        command.SetAction(parsed =>
        {
            var path =
                parsed.GetValue(measurement)
                ?? new GateFiles(Path.GetFullPath(parsed.GetValue(gate.Output)!)).Measurement;
            var added = Folder(parsed, history).Append(Path.GetFullPath(path));
            parsed.InvocationConfiguration.Output.WriteLine(
                added == 0 ? "The history has this measurement already." : $"{added} cases were appended."
            );
            return (int)ExitCode.Passed;
        });
        return command;
    }

    private static Command Page()
    {
        var history = HistoryOption();
        var command = new Command("page", "Writes index.html: each case over the nights, and where its level changed.")
        {
            history,
        };
        command.SetAction(parsed =>
        {
            parsed.InvocationConfiguration.Output.WriteLine($"{Folder(parsed, history).WritePage()} was written.");
            return (int)ExitCode.Passed;
        });
        return command;
    }

    private static Command Next()
    {
        var history = HistoryOption();
        var device = DeviceOption(required: false);
        var command = new Command(
            "next",
            "Names the newest slow-down that no bisection has looked at, for 'perfgate bisect'."
        )
        {
            history,
            device,
        };
        command.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var change = Folder(parsed, history).Unnamed(parsed.GetValue(device));
            WorkflowOutput.Append(Outputs(change), Environment.GetEnvironmentVariable);
            output.WriteLine(
                change is null
                    ? "No change of level waits for a bisection."
                    : $"{change.First.Case} on {change.First.Device}: {Quantity.Change(change.Ratio)} from "
                        + $"{CommitName.Of(change.Before.Commit)} to {CommitName.Of(change.First.Commit)}.\n"
                        + $"perfgate bisect --case \"{change.First.Case}\" --good {change.Before.Commit} "
                        + $"--bad {change.First.Commit}"
            );
            return (int)ExitCode.Passed;
        });
        return command;
    }

    // A line break in a name would begin another output.
    private static string Outputs(LevelChange? change) =>
        change is null || change.First.Case.Any(char.IsControl)
            ? "found=false\n"
            : $"found=true\ncase={change.First.Case}\ndevice={change.First.Device}\ngood={change.Before.Commit}\n"
                + $"bad={change.First.Commit}\n";

    private static Command Name()
    {
        var history = HistoryOption();
        var device = DeviceOption(required: true);
        Option<string> name = new("--case") { Description = "The case.", Required = true };
        Option<string> good = new("--good") { Description = "The last commit of the old level.", Required = true };
        Option<string> bad = new("--bad") { Description = "The first commit of the new level.", Required = true };
        Option<string?> found = new("--found")
        {
            Description = "What 'perfgate bisect --json' printed; left out where it found no commit.",
        };
        var command = new Command("name", "Keeps what a bisection found about a change of level.")
        {
            history,
            device,
            name,
            good,
            bad,
            found,
        };
        command.SetAction(parsed =>
        {
            var report = parsed.GetValue(found) is { } path ? BisectCommand.ReadReport(Path.GetFullPath(path)) : null;
            Folder(parsed, history)
                .Name(
                    new(
                        parsed.GetValue(device)!,
                        parsed.GetValue(name)!,
                        parsed.GetValue(good)!,
                        parsed.GetValue(bad)!,
                        [.. (report?.Suspects ?? []).Select(s => new NamedCommit(s.Sha, s.Subject))]
                    )
                );
            parsed.InvocationConfiguration.Output.WriteLine(
                report is null ? "That no commit was found is kept."
                    : report.Suspects.Count == 1 ? "The commit is kept."
                    : $"{report.Suspects.Count} commits are kept."
            );
            return (int)ExitCode.Passed;
        });
        return command;
    }

    private static Option<string> DeviceOption(bool required) =>
        new("--device") { Description = "The device's model as the file's name has it.", Required = required };
}
