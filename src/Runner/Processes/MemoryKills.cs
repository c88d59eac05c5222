using System.Globalization;

namespace PerfGate.Runner.Processes;

/// <summary>How often the system has ended a process because memory ran out.</summary>
internal static class MemoryKills
{
    private const string Counter = "oom_kill ";

    /// <summary>The number since the machine was started; null if the system does not say.</summary>
    public static long? Count()
    {
        try
        {
            return File.ReadLines("/proc/vmstat")
                .Where(l => l.StartsWith(Counter, StringComparison.Ordinal))
                .Select(l => (long?)long.Parse(l.AsSpan(Counter.Length), CultureInfo.InvariantCulture))
                .FirstOrDefault();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }
}
