using System.ComponentModel;
using System.Diagnostics;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Runner.Processes;

/// <summary>
/// Runs a program under a second perfgate, which ends the program and all that it started when its parent is gone.
/// Programs like <c>dotnet msbuild</c> and <c>compute-sanitizer</c> do not notice that themselves.
/// </summary>
internal static class Supervision
{
    /// <summary>The command's name.</summary>
    public const string Command = "supervise";

    // What shells exit with where there is no such program.
    private const int NotFound = 127;

    /// <summary>
    /// How a program is started under supervision; unchanged on Windows, which ends no process with another.
    /// </summary>
    /// <param name="start">How it would be started alone.</param>
    public static ProcessStartInfo Of(ProcessStartInfo start)
    {
        if (OperatingSystem.IsWindows())
            return start;
        var supervised = OwnProgram.Start([Command, start.FileName, .. start.ArgumentList]);
        supervised.WorkingDirectory = start.WorkingDirectory;
        supervised.Environment.Clear();
        foreach (var (name, value) in start.Environment)
            supervised.Environment[name] = value;
        return supervised;
    }

    /// <summary>The supervisor's own life: runs the program, with the output streams of this process.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <returns>The program's exit code.</returns>
    public static int Run(IReadOnlyList<string> command)
    {
        _ = UnixCalls.BeginSession();
        UnixCalls.AdoptOrphans();
        new Thread(LeaveWithParent) { IsBackground = true, Name = "parent watch" }.Start();
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardInput = true }
            )!;
            process.StandardInput.Close();
            process.WaitForExit();
            ProcessTree.Own?.End(Environment.ProcessId);
            return process.ExitCode;
        }
        catch (Win32Exception e)
        {
            Console.Error.WriteLine(e.Message);
            return NotFound;
        }
    }

    private static void LeaveWithParent()
    {
        using var input = Console.OpenStandardInput();
        Span<byte> nothing = stackalloc byte[1];
        while (input.Read(nothing) > 0)
        {
        }

        ProcessTree.Own?.End(Environment.ProcessId);
        UnixCalls.ExitNow((int)ExitCode.Environment);
    }
}
