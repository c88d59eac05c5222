using System.CommandLine;
using System.CommandLine.Parsing;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Runner.Commands;

/// <summary>The command line as a whole: every command of perfgate, one line each.</summary>
internal static class CommandLine
{
    /// <summary>Builds the root command, with all commands below it.</summary>
    public static RootCommand Create() => Root(_commands.Select(c => c.Create()));

    /// <summary>Builds as much of the root command as arguments need: the one command that they name first.</summary>
    /// <param name="arguments">The arguments of this process.</param>
    public static RootCommand For(IReadOnlyList<string> arguments) =>
        arguments is [var first, ..] && Array.Find(_commands, c => c.Name == first).Create is { } create
            ? Root([create()])
            : Create();

    /// <summary>Runs the command that a process was started with.</summary>
    /// <param name="arguments">The arguments of this process.</param>
    /// <returns>A value of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var parsed = For(arguments).Parse(arguments);
        if (UsageErrors.Of(parsed) is { Length: > 0 } errors)
            throw new PerfGateException(errors, ExitCode.Usage);
        var exit = await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false }).ConfigureAwait(false);
        return parsed.Errors.Count > 0 ? (int)ExitCode.Usage : exit;
    }

    private static RootCommand Root(IEnumerable<Command> commands)
    {
        RootCommand root = new("Tells, believably, whether a change made a CUDA kernel slower.");
        foreach (var command in commands)
            root.Subcommands.Add(command);
        root.Options.Add(new Option<bool>(LastHandler.Option)
        {
            Description = "Print the stack trace of an error inside PerfGate.",
            Recursive = true,
        });
        RefuseWrongValues(root);
        return root;
    }

    // An empty text means nothing to any option, and a value of another kind is said so before it is looked at.
    private static void RefuseWrongValues(Command command)
    {
        foreach (var option in command.Options)
        {
            UsageErrors.RefuseForeignValues(option);
            option.Validators.Add(result => RefuseEmptyTexts(result, option.Name));
        }

        foreach (var argument in command.Arguments)
            argument.Validators.Add(result => RefuseEmptyTexts(result, argument.Name));
        foreach (var inner in command.Subcommands)
            RefuseWrongValues(inner);
    }

    private static void RefuseEmptyTexts(SymbolResult result, string name)
    {
        if (result.Tokens.Any(t => string.IsNullOrWhiteSpace(t.Value)))
            result.AddError($"{name} is empty. Give it a value, or leave it out.");
    }

    // Every command by its name. A process runs one of them, and building the others takes it longer than many need.
    private static readonly (string Name, Func<Command> Create)[] _commands =
    [
        ("gate", GateCommand.Create),
        ("refresh", RefreshProjectCommand.Create),
        ("env", EnvCommand.Create),
        ("launch", LaunchCommand.Create),
        ("sanitize", SanitizeCommand.Create),
        ("precheck", PrecheckCommand.Create),
        ("explain", ExplainCommand.Create),
        ("clocks", ClocksCommand.Create),
        ("publish", PublishCommand.Create),
        ("request", RequestCommand.Create),
        ("run", RunCommand.Create),
        ("judge", JudgeCommand.Create),
        ("merge", MergeCommand.Create),
        ("baseline", BaselineCommand.Create),
        ("bisect", BisectCommand.Create),
        (WorkerCommand.Name, WorkerCommand.Create),
        ("list", ListCommand.Create),
        ("report", ReportCommand.Create),
        ("compare", CompareCommand.Create),
        ("simulate", SimulateCommand.Create),
        ("campaign", CampaignCommand.Create),
        ("history", HistoryCommand.Create),
        ("init", InitCommand.Create),
        ("check", CheckCommand.Create),
        ("tune", TuneCommand.Create),
        ("import", ImportCommand.Create),
        ("optimize", OptimizeCommand.Create),
        ("reproduce", ReproduceCommand.Create),
    ];
}
