using System.CommandLine;
using PerfGate.Core.Baselines;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Runner.References;

namespace PerfGate.Runner.Commands;

/// <summary><c>perfgate baseline</c>: refreshes, shows, compares and prunes the committed baselines.</summary>
internal static class BaselineCommand
{
    // A refresh holds the file for well under a second; who waits longer than this waits for something that hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The command.</summary>
    public static Command Create() => new("baseline", "Refreshes, shows, compares and prunes the committed baselines.")
    {
        Update(),
    };

    private static Command Update()
    {
        var output = new Option<DirectoryInfo>("--output") { Description = "The folder that holds measurement.json.", DefaultValueFactory = _ => new("artifacts/perfgate") };
        var baselines = BaselinesOption();
        var policy = new Option<FileInfo?>("--policy") { Description = "The policy; may be absent." };
        var root = new Option<DirectoryInfo>("--root") { Description = "The repository's root, or a folder in it.", DefaultValueFactory = _ => new(".") };
        var restart = new Option<string?>("--restart") { Description = "Begin the baseline anew, and why: earlier measurements and drift are dropped." };
        var command = new Command("update", "Adds a measurement to its device's baseline, or says why not.") { output, baselines, policy, root, restart };
        command.SetAction(parsed =>
        {
            var measurement = JsonFile.Read(
                Path.Combine(parsed.GetValue(output)!.FullName, "measurement.json"), PerfGateJson.Default.Measurement, "measurement.schema.json");
            var rootFolder = parsed.GetValue(root)!.FullName;
            var folder = parsed.GetValue(baselines)!.FullName;
            var stamped = CommitStamp.Apply(measurement, rootFolder, folder);
            var path = BaselineFile.PathOf(folder, stamped.Environment.DeviceSlug);
            var reason = parsed.GetValue(restart);
            BaselineUpdate? update = null;
            BaselineFile.Update(
                path,
                old =>
                {
                    update = BaselineRules.Add(reason is null ? old : null, stamped, ReadPolicy(parsed.GetValue(policy)), DateOnly.FromDateTime(DateTime.UtcNow));
                    if (update.Baseline is null)
                        throw new PerfGateException(update.Refusals, ExitOf(stamped, update));
                    return reason is null ? update.Baseline
                        : update.Baseline with { Restarted = new(stamped.StartedAt, reason) };
                },
                Patience);
            foreach (var note in update!.Notes)
                parsed.InvocationConfiguration.Output.WriteLine(note);
            var newest = update.Baseline!.Newest;
            parsed.InvocationConfiguration.Output.WriteLine(
                $"{path}: {newest.Cases.Count(c => c.Status == CaseStatus.Measured)} cases, measurement {update.Baseline.Measurements.Length} of at most "
                + $"{BaselineRules.MaximumMeasurements}{(newest.Environment.Git?.Tag is { } tag ? $", at tag {tag}" : "")}");
            return (int)ExitCode.Passed;
        });
        return command;
    }

    private static Option<DirectoryInfo> BaselinesOption() =>
        new("--baselines") { Description = "The folder of the baselines.", DefaultValueFactory = _ => new("baselines") };

    private static GatePolicy ReadPolicy(FileInfo? file) => file is { Exists: true }
        ? JsonFile.Read(file.FullName, PerfGateJson.Default.GatePolicy, "perfgate.schema.json")
        : new();

    private static ExitCode ExitOf(Measurement measurement, BaselineUpdate update) =>
        measurement.Cases.Any(c => c.Status is CaseStatus.Incorrect or CaseStatus.Failed) ? ExitCode.Incorrect
        : update.Refusals.Any(r => r.Code == "PG4003") ? ExitCode.Regression
        : ExitCode.Usage;
}
