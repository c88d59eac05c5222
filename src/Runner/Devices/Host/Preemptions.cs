using System.Runtime.InteropServices;

namespace PerfGate.Runner.Devices.Host;

/// <summary>How often the system has taken a processor from a thread that was using it.</summary>
internal static partial class Preemptions
{
    private const int Self = 0;

    // struct rusage on 64-bit Linux: two times of two words each, then fourteen words, of which the last counts these.
    private const int Words = 18;

    /// <summary>
    /// Involuntary context switches of all threads of this process so far; always 0 where the system is not Linux.
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
