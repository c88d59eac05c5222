using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace PerfGate.Runner.Measuring.Environments;

/// <summary>The processors that a thread may run on.</summary>
internal static partial class CpuAffinity
{
    // glibc's cpu_set_t: 1024 processors.
    private const int SetBytes = 128;

    /// <summary>
    /// Numbers of the processors that this thread may run on, ascending; empty if the system does not say.
    /// </summary>
    public static unsafe IReadOnlyList<int> Current()
    {
        if (OperatingSystem.IsLinux())
        {
            var set = stackalloc byte[SetBytes];
            return sched_getaffinity(0, SetBytes, set) < 0 ? [] : Numbers(new(set, SetBytes));
        }

        if (!OperatingSystem.IsWindows())
            return [];
        using var process = Process.GetCurrentProcess();
        return Numbers(BitConverter.GetBytes(process.ProcessorAffinity));
    }

    /// <summary>
    /// Keeps this thread, and every thread that it starts from now on, on some processors. To be called first thing in
    /// a worker, on the thread that will drive the device.
    /// </summary>
    /// <param name="processors">At least one number.</param>
    /// <param name="thread">
    /// Another thread of this process, by the number that Linux gives it; 0 for the one that calls.
    /// </param>
    /// <returns>Whether the system agreed; what is in force is what <see cref="Current"/> reads back.</returns>
    public static unsafe bool Apply(IReadOnlyCollection<int> processors, int thread = 0)
    {
        var set = stackalloc byte[SetBytes];
        new Span<byte>(set, SetBytes).Clear();
        foreach (var processor in processors)
            set[processor / 8] |= (byte)(1 << (processor % 8));
        if (OperatingSystem.IsLinux())
            return sched_setaffinity(thread, SetBytes, set) == 0;
        if (!OperatingSystem.IsWindows())
            return false;
        using var process = Process.GetCurrentProcess();
        process.ProcessorAffinity = *(nint*)set;
        return true;
    }

    /// <summary>
    /// The core that a processor belongs to, by the number of the core's first processor; the processor itself where
    /// the system does not say.
    /// </summary>
    public static int CoreOf(int processor)
    {
        try
        {
            return Parse(File.ReadAllText($"/sys/devices/system/cpu/cpu{processor}/topology/thread_siblings_list"))[0];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return processor;
        }
    }

    /// <summary>Writes numbers as the kernel does: <c>0-3,8</c>.</summary>
    public static string Format(IReadOnlyCollection<int> processors)
    {
        List<string> parts = [];
        var sorted = processors.Order().ToArray();
        for (var i = 0; i < sorted.Length;)
        {
            var last = i;
            while (last + 1 < sorted.Length && sorted[last + 1] == sorted[last] + 1)
                last++;
            var first = sorted[i].ToString(CultureInfo.InvariantCulture);
            parts.Add(last == i ? first : $"{first}-{sorted[last].ToString(CultureInfo.InvariantCulture)}");
            i = last + 1;
        }

        return string.Join(',', parts);
    }

    /// <summary>Reads what <see cref="Format"/> writes.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static IReadOnlyList<int> Parse(string text)
    {
        List<int> numbers = [];
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var ends = part.Split('-');
            var first = int.Parse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture);
            var last = ends.Length > 1 ? int.Parse(ends[1], NumberStyles.None, CultureInfo.InvariantCulture) : first;
            numbers.AddRange(Enumerable.Range(first, last - first + 1));
        }

        return numbers;
    }

    private static List<int> Numbers(ReadOnlySpan<byte> set)
    {
        List<int> numbers = [];
        for (var i = 0; i < set.Length * 8; i++)
        {
            if ((set[i / 8] >> (i % 8) & 1) != 0)
                numbers.Add(i);
        }

        return numbers;
    }

    [LibraryImport("libc")]
    private static unsafe partial int sched_getaffinity(int thread, nuint size, byte* set);

    [LibraryImport("libc")]
    private static unsafe partial int sched_setaffinity(int thread, nuint size, byte* set);
}
