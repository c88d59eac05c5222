using System.Globalization;

namespace PerfGate.Gate.Tests;

/// <summary>A process that has not ended.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Command">Its command line.</param>
/// <param name="Folder">The folder that it runs in.</param>
internal sealed record RunningProcess(int Id, string Command, string Folder);

/// <summary>The processes of this machine.</summary>
internal static class ProcessTable
{
    // The flag PF_KTHREAD of the kernel. Its threads are most of what /proc lists, and reading all of them costs a lot.
    private const uint OfKernel = 0x0020_0000;

    public static List<RunningProcess> All() =>
        [
            .. Directory
                .GetDirectories("/proc")
                .Select(d =>
                    int.TryParse(Path.GetFileName(d), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                        ? Of(id)
                        : null
                )
                .OfType<RunningProcess>(),
        ];

    /// <summary>A process; null if it has ended.</summary>
    public static RunningProcess? Of(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            // The state is the first field behind the name, the flags are the seventh.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" || (uint.Parse(fields[6], CultureInfo.InvariantCulture) & OfKernel) != 0
                ? null
                : new(
                    id,
                    File.ReadAllText($"/proc/{id}/cmdline").Replace('\0', ' ').Trim(),
                    new FileInfo($"/proc/{id}/cwd").LinkTarget ?? ""
                );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
