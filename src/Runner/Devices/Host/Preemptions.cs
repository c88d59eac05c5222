using System.Runtime.InteropServices;

namespace PerfGate.Runner.Devices.Host;

/// <summary>Counts how often the system has interrupted a running thread to run another one.</summary>
internal static partial class Preemptions
{
    private const int Self = 0;

    // Size of struct rusage on 64-bit Linux, in words of 8 bytes. Its last word is ru_nivcsw.
    private const int Words = 18;

    /// <summary>
    /// Involuntary context switches of all threads of this process so far; always 0 on other systems than Linux.
    /// Source: getrusage(2), <c>ru_nivcsw</c>.
    /// </summary>
    public static unsafe long OfThisProcess()
    {
        if (!OperatingSystem.IsLinux())
            return 0;
        var usage = stackalloc long[Words];
        return GetUsage(Self, usage) == 0 ? usage[Words - 1] : 0;
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static unsafe partial int GetUsage(int who, long* usage);
}
