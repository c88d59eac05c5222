using System.CommandLine;
using PerfGate.Core.Baselines;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.References;
using Spectre.Console;

namespace PerfGate.Runner.Commands;

/// <summary><c>perfgate baseline</c>: refreshes, shows, compares and prunes the committed baselines.</summary>
internal static class BaselineCommand
{
    // A refresh holds the file for well under a second; who waits longer than this waits for something that hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Builds the command.</summary>
    public static Command Create() => new("baseline", "Refreshes, shows, compares and prunes the committed baselines.")
    {
        Update(), Show(), History(), Diff(), Prune(),
    };

    private static Command Update()
    {
        var output = new Option<DirectoryInfo>("--output")
        {
            Description = "The folder that holds measurement.json.",
            DefaultValueFactory = _ => new(Path.Combine("artifacts", "perfgate")),
        };
        var baselines = new Option<DirectoryInfo>("--baselines")
        {
            Description = "The folder of the baselines.",
            DefaultValueFactory = _ => new("baselines"),
        };
        var policy = new Option<FileInfo?>("--policy")
        {
            Description = "The policy; default: perfgate.json at the root, if there is one.",
        };
        var root = new Option<DirectoryInfo>("--root")
        {
            Description = "The repository's root, or a folder in it.",
            DefaultValueFactory = _ => new("."),
        };
        var restart = new Option<string?>("--restart")
        {
            Description = "Start the baseline over, and why: earlier measurements and drift are dropped.",
        };
        var kernels = new Option<string?>("--kernels")
        {
            Description =
                "Refuse a measurement of other kernels than these: the kernels.json of the compile step. Name the "
                    + "manifests too.",
        };
        var manifests = new Argument<string[]>("MANIFEST")
        {
            Description = "The *.bench.json files, with --kernels.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var wait = GateHold.WaitOption();
        var command = new Command("update", "Adds a measurement to its device's baseline, or says why not.")
        {
            output,
            baselines,
            policy,
            root,
            restart,
            kernels,
            wait,
            manifests,
        };
        command.SetAction(parsed =>
        {
            var rootFolder = parsed.GetValue(root)!.FullName;
            var folder = parsed.GetValue(baselines)!.FullName;
            var outputFolder = parsed.GetValue(output)!.FullName;
            var files = new GateFiles(outputFolder);
            using var held = GateHold.Of("perfgate baseline update", parsed, wait).Folders(outputFolder);
            if (parsed.GetValue(kernels) is { } compiled)
                RequireSameKernels(files.Measurement, compiled, parsed.GetValue(manifests)!, rootFolder);
            var measurement = CommitStamp.Apply(
                JsonFile.Read(files.Measurement, PerfGateJson.Default.Measurement, "measurement.schema.json"),
                rootFolder,
                folder,
                outputFolder
            );
            var rules = ReferenceSource.ReadPolicyFile(parsed.GetValue(policy)?.FullName, rootFolder);
            Update(
                BaselineFile.PathOf(folder, measurement.Environment.DeviceSlug),
                rootFolder,
                measurement,
                rules with
                {
                    Runs = RunsAskedFor(files) ?? rules.Runs,
                },
                parsed.GetValue(restart)
            );
            return (int)ExitCode.Passed;
        });
        return command;
    }

    private static void RequireSameKernels(string measurement, string kernels, string[] manifests, string root)
    {
        if (!InputFile.IsThere(measurement))
            throw new PerfGateException(DiagnosticCatalog.NoLastMeasurement(measurement), ExitCode.Usage);
        var changes = MeasuredKernels.Changes(
            JsonFile.Read(measurement, PerfGateJson.Default.Measurement, "measurement.schema.json"),
            KernelCatalog.Read(kernels),
            [.. manifests.Select(Path.GetFullPath)],
            root
        );
        if (changes.Count > 0)
            throw new PerfGateException(DiagnosticCatalog.LastMeasurementOfOtherCode(changes), ExitCode.Usage);
    }

    // The inputs that the measurement left say how many runs it was to take, command line included.
    private static RunBounds? RunsAskedFor(GateFiles files) => InputFile.IsThere(files.Inputs)
        ? JsonFile.Read(files.Inputs, PerfGateJson.Default.GateInputs, "inputs.schema.json").Policy.Runs
        : null;

    private static void Update(string path, string root, Measurement measurement, GatePolicy policy, string? restart)
    {
        BaselineUpdate? update = null;
        var written = BaselineFile.Update(
            path,
            old =>
            {
                if (old is not null && restart is null)
                    RequireSameProject(path, root, old, measurement);
                update = BaselineRules.Add(
                    restart is null ? old : null,
                    measurement,
                    policy,
                    DateOnly.FromDateTime(DateTime.UtcNow)
                );
                if (update.Baseline is null)
                    throw new PerfGateException(update.Refusals, ExitOf(measurement, update));
                return restart is null
                    ? update.Baseline
                    : update.Baseline with
                    {
                        Restarted = new(measurement.StartedAt, restart),
                    };
            },
            Patience
        );
        foreach (var note in update!.Notes)
            Console.WriteLine(note);
        var git = update.Baseline!.Newest.Environment.Git;
        if (git is { Dirty: true })
            Console.WriteLine(
                "The work tree differs from its commit, so that no tag is recorded: this baseline bounds no later "
                    + "drift."
            );
        var cases = update.Baseline.Newest.Cases.Count(c => c.Status == CaseStatus.Measured);
        Console.WriteLine(
            $"{path} {(written ? "written" : "unchanged")}: {cases} {(cases == 1 ? "case" : "cases")}, "
                + $"{update.Baseline.Measurements.Length} of at most {BaselineRules.MaximumMeasurements} "
                + $"measurements{(git?.Tag is { } tag ? $", at tag {tag}" : "")}"
        );
    }

    private static void RequireSameProject(string path, string root, Baseline old, Measurement measurement)
    {
        var other =
            BaselineProject.OtherThan(old, measurement.Project, p => File.Exists(Path.Combine(root, p)))
            ?? (
                old.Newest.Project is null && BaselineProject.HasNoCaseOf(old, measurement)
                    ? "that measured it, which is not recorded"
                    : null
            );
        if (other is not null)
        {
            throw new PerfGateException(
                DiagnosticCatalog.BaselineOfAnotherProject(path, measurement.Project ?? "this measurement", other),
                ExitCode.Usage
            );
        }
    }

    private static Command Show()
    {
        var file = FileArgument();
        var command = new Command("show", "Shows a baseline: its measurements and the times of its cases.") { file };
        command.SetAction(parsed =>
        {
            BaselineTables.Show(AnsiConsole.Console, Required(parsed.GetValue(file)!));
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
                "With the measurements that the file held at each tag of its repository: a file keeps only five.",
        };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command(
            "history",
            "Shows how each case went over measurements and tags, and where it changed."
        )
        {
            file,
            filter,
            tags,
            json,
        };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            var now = Required(path);
            var measurements = parsed.GetValue(tags)
                ? BaselineHistory.Merge([.. TaggedBaselines.Of(path), now])
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
        var command = new Command("diff", "Compares the newest measurements of two baseline files.") { old, @new };
        command.SetAction(parsed =>
        {
            BaselineTables.Diff(AnsiConsole.Console, Required(parsed.GetValue(old)!), Required(parsed.GetValue(@new)!));
            return (int)ExitCode.Passed;
        });
        return command;
    }

    private static Command Prune()
    {
        var file = FileArgument();
        var keep = new Option<int>("--keep") { Description = "How many measurements stay.", Required = true };
        keep.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError("--keep: at least one measurement must stay.");
        });
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
            BaselineFile.Update(
                path,
                old => BaselineRules.Prune(old ?? throw Missing(path), parsed.GetValue(keep)),
                Patience
            );
            return (int)ExitCode.Passed;
        });
        return command;
    }

    private static Argument<string> FileArgument() =>
        new("FILE") { Description = "A baseline file, baselines/DEVICE.json." };

    private static Baseline Required(string path) => BaselineFile.Read(path) ?? throw Missing(path);

    private static PerfGateException Missing(string path) =>
        new(DiagnosticCatalog.BaselineMissing(path), ExitCode.Usage);

    private static ExitCode ExitOf(Measurement measurement, BaselineUpdate update) =>
        measurement.Cases.Any(c => c.Status is CaseStatus.Incorrect or CaseStatus.Failed) ? ExitCode.Incorrect
        : measurement.Cases.Any(c => c.Status == CaseStatus.NotRun) ? ExitCode.Environment
        : update.Refusals.Any(r => r.Code == "PG4003") ? ExitCode.Regression
        : ExitCode.Usage;
}
