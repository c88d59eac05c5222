using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PerfGate.Tasks.Running;

/// <summary>Asks a process to end in its own time, where the system knows how to.</summary>
internal static partial class ProcessSignals
{
    private const int Terminate = 15;

    /// <summary>
    /// Sends SIGTERM and waits. On Windows there is no such signal for a console program, and nothing is done.
    /// </summary>
    /// <param name="process">The process, which may have ended already.</param>
    /// <param name="patience">How long to wait for its end.</param>
    /// <returns>Whether it has ended.</returns>
    public static bool EndGently(Process process, TimeSpan patience)
    {
        try
        {
            if (process.HasExited)
                return true;
            return !OperatingSystem.IsWindows() && Kill(process.Id, Terminate) == 0 && process.WaitForExit(patience);
        }
        catch (InvalidOperationException)
        {
            // It never started, or its handle is gone already: nothing is left to end.
            return true;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
