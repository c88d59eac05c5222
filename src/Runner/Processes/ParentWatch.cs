using System.Diagnostics;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Runner.Processes;

/// <summary>
/// Ends this process when the one that started it is gone, however that went: as an interrupt would at first, so that
/// clocks are restored and what was measured is kept, and at once where that takes too long. Its workers, base builds
/// and the watchdog of the clocks end when their standard input does.
/// </summary>
internal static class ParentWatch
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Begins to watch.</summary>
    /// <param name="parent">The number of the process.</param>
    public static void Begin(int parent) =>
        new Thread(() => Watch(parent)) { IsBackground = true, Name = "parent watch" }.Start();

    private static void Watch(int parent)
    {
        if (OperatingSystem.IsWindows())
        {
            WaitOnWindows(parent);
            Environment.Exit((int)ExitCode.Environment);
        }

        // A shell may stand between the two; then the parent's own number has to do.
        var direct = UnixCalls.GetParent() == parent;
        while (direct ? UnixCalls.GetParent() == parent : !ProcessTree.HasEnded(parent))
            Thread.Sleep(Period);
        _ = UnixCalls.Signal(Environment.ProcessId, UnixCalls.Terminate);
        Thread.Sleep(Patience);
        UnixCalls.ExitNow((int)ExitCode.Environment);
    }

    private static void WaitOnWindows(int parent)
    {
        try
        {
            using var process = Process.GetProcessById(parent);
            process.WaitForExit();
        }
        catch (ArgumentException)
        {
            // It is gone already.
        }
    }
}
