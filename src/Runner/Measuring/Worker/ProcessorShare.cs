using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>How much of the processors this process asks for.</summary>
internal static partial class ProcessorShare
{
    private const int Thread = 0;
    private const int Nicest = 19;

    /// <summary>Has every thread, and whatever it starts from now on, run only where no other process wants to.</summary>
    public static void GiveWay()
    {
        if (!OperatingSystem.IsLinux())
        {
            using var self = Process.GetCurrentProcess();
            self.PriorityClass = ProcessPriorityClass.Idle;
            return;
        }

        // On Linux a priority is a thread's, and a new thread has that of the one that started it.
        foreach (var task in Directory.EnumerateDirectories("/proc/self/task"))
            _ = SetPriority(Thread, int.Parse(Path.GetFileName(task), CultureInfo.InvariantCulture), Nicest);
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int priority);
}
