using System.CommandLine;
using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Building;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Init;

namespace PerfGate.Runner.Commands;

/// <summary><c>perfgate init</c>: the first files of somebody's own kernel.</summary>
internal static class InitCommand
{
    // As many jobs as GitHub makes of a matrix.
    private const int MostShards = 256;

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var source = new Argument<string?>("SOURCE") { Description = "The .cu file.", Arity = ArgumentArity.ZeroOrOne };
        var yes = new Option<bool>("--yes") { Description = "Ask nothing: take the guesses, and say which they are." };
        var workflows = new Option<bool>("--workflows")
        {
            Description = "Write the GitHub workflows of the gate into .github/workflows of this folder.",
        };
        var project = new Option<string?>("--project")
        {
            Description = "With --workflows: the project with the kernels. Default: the only one below this folder.",
        };
        var shards = new Option<int>("--shards")
        {
            Description = "With --workflows: how many GPU runners share the cases of a gate.",
            DefaultValueFactory = _ => 1,
            HelpName = "COUNT",
        };
        shards.Refuse(n => n is >= 1 and <= MostShards, $"a number from 1 to {MostShards} was expected.");
        var command = new Command(
            "init",
            "Writes the first files for a .cu file: manifest, functions of expected outputs to fill in, project and "
                + "policy."
        )
        {
            source,
            yes,
            workflows,
            project,
            shards,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(source) is null && !result.GetValue(workflows))
                result.AddError("Name a .cu file, or give --workflows.");
        });
        command.SetAction(
            async (parsed, _) =>
            {
                if (parsed.GetValue(workflows))
                    WorkflowFiles.Write(
                        Directory.GetCurrentDirectory(),
                        parsed.GetValue(project),
                        parsed.GetValue(shards),
                        Console.Out
                    );
                if (parsed.GetValue(source) is not { } file)
                    return (int)ExitCode.Passed;
                var interactive =
                    !parsed.GetValue(yes)
                    && !Console.IsInputRedirected
                    && !Console.IsOutputRedirected
                    && Environment.UserInteractive;
                var files = new InitFiles(file, Console.Out);
                files.RequireNone();
                var (drafts, without) = files.Draft(
                    interactive ? new AskedQuestions(Console.In, Console.Out) : new Guesses()
                );
                files.Write(drafts);
                Tell(files, drafts, without, Console.Out);
                if (!interactive)
                    return (int)ExitCode.Passed;
                await new FirstCheck(
                    Console.In,
                    Console.Out,
                    () => new ProjectBuild(BuildSubject.At(files.Folder), "PerfGateCheck", []).Run().Exit
                )
                    .RunAsync(InitFiles.Shown(files.Expected))
                    .ConfigureAwait(false);
                return (int)ExitCode.Passed;
            }
        );
        return command;
    }

    private static void Tell(InitFiles files, List<Draft> drafts, List<string> without, TextWriter console)
    {
        var suite = ManifestLoader.Load([files.Manifest], DeviceSelection.Choose(DeviceKind.Host.Name), files.Folder);
        console.WriteLine();
        console.WriteLine($"Cases on this machine's processors: {string.Join(", ", suite.Cases.Select(c => c.Name))}");
        foreach (var line in drafts.SelectMany(d => d.Guesses.Select(g => $"{d.Kernel.Name}: {g}")).Concat(without))
            console.WriteLine($"Look at this: {line}.");
        console.WriteLine();
        console.WriteLine(
            $"Next: write what {(drafts.Count == 1 ? "the kernel" : "each kernel")} must compute in "
                + $"{InitFiles.Shown(files.Expected)}, read {InitFiles.Shown(files.Manifest)}, then check the results:"
        );
        var folder = InitFiles.Shown(files.Folder);
        console.WriteLine($"  dotnet build{(folder == "." ? "" : $" {folder}")} /t:PerfGateCheck");
    }
}
