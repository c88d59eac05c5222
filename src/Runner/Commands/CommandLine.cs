using System.CommandLine;

namespace PerfGate.Runner.Commands;

/// <summary>The command line as a whole: every command of perfgate, one line each.</summary>
internal static class CommandLine
{
    /// <summary>Builds the root command.</summary>
    public static RootCommand Create() => new("Tells, believably, whether a change made a CUDA kernel slower.")
    {
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
    };
}
