using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Processes;

namespace PerfGate.Runner.Building;

/// <summary>
/// Builds a target of the gate by <c>dotnet build</c>, with a logger that shows what the gate says: MSBuild's terminal
/// logger hides it.
/// </summary>
/// <param name="subject">The project or the solution.</param>
/// <param name="target">The target.</param>
/// <param name="options">More options of <c>dotnet build</c>.</param>
internal sealed class ProjectBuild(BuildSubject subject, string target, IReadOnlyList<string> options)
{
    /// <summary>Builds, on this process's own terminal.</summary>
    /// <returns>What <c>dotnet build</c> exits with, and the commands of perfgate that it ran.</returns>
    /// <exception cref="PerfGateException">dotnet does not start.</exception>
    public (int Exit, IReadOnlyList<CommandRecord> Commands) Run()
    {
        var records = Directory.CreateTempSubdirectory("perfgate-gate-");
        try
        {
            var exit = WaitFor(Start(records.FullName));
            return (exit, CommandRecord.Read(records.FullName));
        }
        finally
        {
            records.Delete(recursive: true);
        }
    }

    /// <summary>The arguments of <c>dotnet</c>.</summary>
    public IReadOnlyList<string> Arguments() =>
        [
            "build",
            subject.Path,
            $"-t:{target}",
            "-nologo",
            // The logger that dotnet build asks for repeats every warning in the end, below the outcome.
            "-tl:off",
            "-noConsoleLogger",
            "-logger:Microsoft.Build.Logging.ConsoleLogger,Microsoft.Build",
            "-v:m",
            .. subject.IsSolution ? (string[])[$"-p:DirectorySolutionTargetsPath={SolutionTargets}"] : [],
            .. options,
        ];

    // In a solution the target is built in the projects that have it, one after the other.
    private static string SolutionTargets => Path.Combine(AppContext.BaseDirectory, "PerfGate.Solution.targets");

    private Process Start(string records)
    {
        var start = new ProcessStartInfo(DotNetProgram.Path, Arguments());
        start.Environment[RunnerEnvironment.Records] = records;
        if (RunnerEnvironment.TerminalColumns() is { } columns)
            start.Environment[RunnerEnvironment.Columns] = columns;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new PerfGateException(DiagnosticCatalog.DotNetMissing(e.Message), ExitCode.Environment);
        }
    }

    // Ctrl+C reaches the build too, which then puts back what it locked; this process waits for that.
    private static int WaitFor(Process process)
    {
        using var build = process;
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        using var ended = PosixSignalRegistration.Create(
            PosixSignal.SIGTERM,
            signal =>
            {
                signal.Cancel = true;
                if (!OperatingSystem.IsWindows())
                    _ = UnixCalls.Signal(process.Id, UnixCalls.Terminate);
            }
        );
        build.WaitForExit();
        return build.ExitCode;
    }
}
