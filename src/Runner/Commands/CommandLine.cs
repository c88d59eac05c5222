using System.CommandLine;
using System.CommandLine.Parsing;

namespace PerfGate.Runner.Commands;

/// <summary>The command line as a whole: every command of perfgate, one line each.</summary>
internal static class CommandLine
{
    /// <summary>Builds the root command.</summary>
    public static RootCommand Create()
    {
        var root = Commands();
        root.Options.Add(new Option<bool>(LastHandler.Option)
        {
            Description = "Print the stack trace of an error inside PerfGate.",
            Recursive = true,
        });
        RefuseEmptyTexts(root);
        return root;
    }

    // An empty text means nothing to any option.
    private static void RefuseEmptyTexts(Command command)
    {
        foreach (var option in command.Options)
            option.Validators.Add(result => RefuseEmptyTexts(result, option.Name));
        foreach (var argument in command.Arguments)
            argument.Validators.Add(result => RefuseEmptyTexts(result, argument.Name));
        foreach (var inner in command.Subcommands)
            RefuseEmptyTexts(inner);
    }

    private static void RefuseEmptyTexts(SymbolResult result, string name)
    {
        if (result.Tokens.Any(t => string.IsNullOrWhiteSpace(t.Value)))
            result.AddError($"{name} is empty. Give it a value, or leave it out.");
    }

    private static RootCommand Commands() => new("Tells, believably, whether a change made a CUDA kernel slower.")
    {
        GateCommand.Create(),
        RefreshProjectCommand.Create(),
        EnvCommand.Create(),
        LaunchCommand.Create(),
        SanitizeCommand.Create(),
        ClocksCommand.Create(),
        PublishCommand.Create(),
        RunCommand.Create(),
        JudgeCommand.Create(),
        BaselineCommand.Create(),
        BisectCommand.Create(),
        WorkerCommand.Create(),
        ListCommand.Create(),
        ReportCommand.Create(),
        CompareCommand.Create(),
        SimulateCommand.Create(),
        InitCommand.Create(),
        CheckCommand.Create(),
        TuneCommand.Create(),
    };
}
