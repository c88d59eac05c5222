using System.CommandLine;
using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Building;

namespace PerfGate.Runner.Commands;

/// <summary>
/// <c>perfgate refresh</c>: measures a project, or all projects of a solution, and refreshes the baselines.
/// </summary>
internal static class RefreshProjectCommand
{
    private const string Target = "PerfGateBaseline";

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var arguments = BuildArguments.Create();
        var last = new Option<bool>("--from-last")
        {
            Description = "Measure nothing: keep what the last gate measured, where it is fit and of the same kernels.",
        };
        var command = new Command("refresh", "Measures a project's kernels and writes their baseline.")
        {
            arguments,
            last,
        };
        command.SetAction(parsed =>
            Run(
                BuildArguments.Of(
                    parsed.GetValue(arguments)!,
                    Target,
                    parsed.GetValue(last) ? ["-p:PerfGateFromLast=true"] : []
                )
            )
        );
        return command;
    }

    private static int Run((BuildSubject Subject, ProjectBuild Build) build)
    {
        var (exit, commands) = build.Build.Run();
        if (exit == 0 && !commands.Any(c => c.Command == "baseline update"))
            throw new PerfGateException(DiagnosticCatalog.NoGateRan(build.Subject.Path, Target), ExitCode.Usage);
        return (int)BuildExit.Of(exit, commands, []);
    }
}
