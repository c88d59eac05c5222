using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PerfGate.Fuzz;

/// <summary>Time that processors worked, which does not grow while other programs keep them busy.</summary>
internal static partial class ProcessorTime
{
    private const int ThreadClock = 3;

    /// <summary>Time of this thread; where the system does not tell, the time that has passed.</summary>
    public static TimeSpan OfThread() => OperatingSystem.IsLinux() && Read(ThreadClock, out var time) == 0
        ? TimeSpan.FromSeconds(time.Seconds + time.Nanoseconds / 1e9)
        : Stopwatch.GetElapsedTime(0);

    /// <summary>Time of all threads of this process.</summary>
    public static TimeSpan OfProcess() => Environment.CpuUsage.TotalTime;

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Read(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
