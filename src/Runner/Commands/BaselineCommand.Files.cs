using System.CommandLine;
using PerfGate.Core.Baselines;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Formats;
using PerfGate.Core.Policy;
using PerfGate.Runner.References;
using Spectre.Console;

namespace PerfGate.Runner.Commands;

/// <content>The commands over a file of baselines: what it holds, and what of it stays.</content>
internal static partial class BaselineCommand
{
    private static Command Show()
    {
        var file = FileArgument();
        var command = new Command("show", "Shows a baseline: its measurements and the times of its cases.") { file };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            var all = BaselineFile.ReadAll(path).All;
            if (all.IsEmpty)
                throw Missing(path);
            foreach (var (project, baseline) in all)
                BaselineTables.Show(AnsiConsole.Console, all.Length == 1 ? null : project, baseline);
            return (int)ExitCode.Passed;
        });
        return command;
    }

    private static Command History()
    {
        var file = FileArgument();
        var filter = new Option<string>("--case")
        {
            Description = "Only cases that match: * is any text, ? one character.",
            DefaultValueFactory = _ => "*",
        };
        var tags = new Option<bool>("--tags")
        {
            Description =
                "Show what the file held at each tag of its repository too: the file itself keeps only five "
                    + "measurements.",
        };
        var project = ProjectOption();
        var json = SharedOptions.Json();
        var command = new Command(
            "history",
            "Shows how each case went over measurements and tags, and where it changed."
        )
        {
            file,
            filter,
            tags,
            project,
            json,
        };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            var of = Named(parsed.GetValue(project));
            var now = Required(path, of);
            var measurements = parsed.GetValue(tags)
                ? BaselineHistory.Merge([.. TaggedBaselines.Of(path, of), now])
                : now.Measurements;
            var history = BaselineHistory
                .Of(measurements)
                .Where(c => NamePattern.Fits(parsed.GetValue(filter)!, c.Key))
                .ToArray();
            if (parsed.GetValue(json))
                BaselineTables.HistoryJson(Console.Out, history);
            else
                BaselineTables.History(AnsiConsole.Console, history);
            return (int)ExitCode.Passed;
        });
        return command;
    }

    private static Command Diff()
    {
        var old = new Argument<string>("OLD") { Description = "A baseline file." };
        var @new = new Argument<string>("NEW") { Description = "Another one, of the same device." };
        var project = ProjectOption();
        var command = new Command("diff", "Compares the newest measurements of two baseline files.")
        {
            old,
            @new,
            project,
        };
        command.SetAction(parsed =>
        {
            var of = Named(parsed.GetValue(project));
            BaselineTables.Diff(
                AnsiConsole.Console,
                Required(parsed.GetValue(old)!, of),
                Required(parsed.GetValue(@new)!, of)
            );
            return (int)ExitCode.Passed;
        });
        return command;
    }

    private static Command Prune()
    {
        var file = FileArgument();
        var keep = new Option<int>("--keep") { Description = "How many measurements stay.", Required = true };
        keep.Refuse(n => n >= 1, "at least one measurement must stay.");
        var command = new Command(
            "prune",
            "Drops the oldest measurements of a baseline; what drift is counted from stays."
        )
        {
            file,
            keep,
        };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            BaselineFile.UpdateAll(
                path,
                all =>
                    all.All.IsEmpty
                        ? throw Missing(path)
                        : all.Each(old => BaselineRules.Prune(old, parsed.GetValue(keep))),
                Patience
            );
            return (int)ExitCode.Passed;
        });
        return command;
    }

    private static Argument<string> FileArgument() =>
        new("FILE") { Description = "A baseline file, baselines/DEVICE.json." };

    private static Option<string?> ProjectOption() =>
        new("--project") { Description = "Which project, by its name in the file, where the file holds several." };

    private static BaselineProject Named(string? project) => new(project, _ => true);

    private static Baseline Required(string path, BaselineProject project) =>
        BaselineFile.Read(path, project) ?? throw Missing(path);

    private static PerfGateException Missing(string path) =>
        new(DiagnosticCatalog.BaselineMissing(path), ExitCode.Usage);
}
