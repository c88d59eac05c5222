using System.CommandLine;
using PerfGate.Core.Baselines;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Core.Text;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.References;

namespace PerfGate.Runner.Commands;

/// <summary><c>perfgate baseline</c>: refreshes, shows, compares and prunes the committed baselines.</summary>
internal static partial class BaselineCommand
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
            Description = "Drop earlier measurements and drift, and start the baseline over. The value is the reason.",
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
                    RequireSameProject(path, old, measurement);
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
            Patience,
            new(measurement.Project, project => File.Exists(Path.Combine(root, project)))
        );
        foreach (var note in update!.Notes)
            Console.WriteLine(note);
        var git = update.Baseline!.Newest.Environment.Git;
        if (git is { Dirty: true })
            Console.WriteLine(
                "The work tree has changes that are not committed, so no tag is recorded and no later drift is counted "
                    + "from this baseline."
            );
        var cases = update.Baseline.Newest.Cases.Count(c => c is { Role: CaseRole.Case, Status: CaseStatus.Measured });
        Console.WriteLine(
            $"{path} {(written ? "written" : "unchanged")}: {Numbers.Things(cases, "case")}, "
                + $"{update.Baseline.Measurements.Length} of at most {BaselineRules.MaximumMeasurements} "
                + $"measurements{(git?.Tag is { } tag ? $", at tag {tag}" : "")}"
        );
    }

    private static void RequireSameProject(string path, Baseline old, Measurement measurement)
    {
        if (old.Newest.Project is not null || !ProjectBaselines.HasNoCaseOf(old, measurement))
            return;
        throw new PerfGateException(
            DiagnosticCatalog.BaselineOfAnotherProject(
                path,
                $"it does not record its project, and has no case of {measurement.Project ?? "this measurement"}. If "
                    + $"it is another project's, refresh that one first. If the cases are new, start the baseline "
                    + $"over with 'perfgate baseline update --restart REASON'."
            ),
            ExitCode.Usage
        );
    }

    private static ExitCode ExitOf(Measurement measurement, BaselineUpdate update) =>
        measurement.Cases.Any(c => c.Status is CaseStatus.Incorrect or CaseStatus.Failed) ? ExitCode.Incorrect
        : measurement.Cases.Any(c => c.Status == CaseStatus.NotRun) ? ExitCode.Environment
        : update.Refusals.Any(r => r.Code == "PG4003") ? ExitCode.Regression
        : ExitCode.Usage;
}
