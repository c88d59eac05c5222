using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using PerfGate.Runner.Measuring.Environments;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>How much of the processors this process asks for.</summary>
internal static partial class ProcessorShare
{
    private const int Thread = 0;
    private const int Nicest = 19;

    // Of the processors, so that those that measure have the rest, and most of the memory's bandwidth.
    private const int ShareLeft = 4;

    /// <summary>
    /// Has every thread, and whatever it starts from now on, run on a quarter of the processors, and there only where
    /// no other process wants to.
    /// </summary>
    public static void GiveWay()
    {
        if (!OperatingSystem.IsLinux())
        {
            using var self = Process.GetCurrentProcess();
            self.PriorityClass = ProcessPriorityClass.Idle;
            return;
        }

        // On Linux both are a thread's, and a new thread has those of the one that started it.
        var few = Few(CpuAffinity.Current());
        foreach (var task in Directory.EnumerateDirectories("/proc/self/task"))
        {
            var thread = int.Parse(Path.GetFileName(task), CultureInfo.InvariantCulture);
            _ = SetPriority(Thread, thread, Nicest);
            CpuAffinity.Apply(few, thread);
        }
    }

    /// <summary>The processors that it runs on of those that it may use: the last quarter, and at least one.</summary>
    internal static int[] Few(IReadOnlyList<int> allowed) =>
        [.. allowed.TakeLast(Math.Max(1, allowed.Count / ShareLeft))];

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int priority);
}
