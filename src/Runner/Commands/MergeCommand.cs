using System.CommandLine;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Measurements;
using PerfGate.Core.Reports;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Sharding;

namespace PerfGate.Runner.Commands;

/// <summary><c>perfgate merge</c>: the shards of a measurement become one.</summary>
internal static class MergeCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var options = new GateOptions();
        Argument<string[]> folders = new("FOLDER")
        {
            Description = "The output folder of each shard.",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command("merge", "Puts the shards of a measurement together, to be judged as one.")
        {
            folders,
            options.Output,
            options.Wait,
        };
        command.SetAction(parsed =>
        {
            var output = new GateFiles(Path.GetFullPath(parsed.GetValue(options.Output)!));
            var shards = new ShardFolders([.. parsed.GetValue(folders)!.Select(Path.GetFullPath)]);
            using var held = GateHold.Of("perfgate merge", parsed, options.Wait).Folders(output.Folder);
            GateOutput.Forget(output.Folder, GateStep.Measure);
            var whole = shards.Write(output);
            parsed.InvocationConfiguration.Output.WriteLine(
                $"{output.Measurement} written: {whole.Cases.Count(c => c.Role == CaseRole.Case)} cases. Next: "
                    + $"perfgate judge --output {output.Folder}"
            );
            return (int)ExitCode.Passed;
        });
        return command;
    }
}
