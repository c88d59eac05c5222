using System.Formats.Tar;
using System.Runtime.InteropServices;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Core.Files.Locks;

/// <summary>The folders that hold lock files of a user and of the machine.</summary>
public static partial class LockFolders
{
    /// <summary>The variable that names the folder of the machine's locks: for containers that share a GPU.</summary>
    public const string MachineVariable = DiagnosticCatalog.LockFolderVariable;

    private static readonly string[] Usual = ["/run/lock", "/var/lock"];

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Others = (UnixFileMode)0b000_111_111;

    /// <summary>
    /// The folder of this user's locks: <c>perfgate</c> below <c>XDG_RUNTIME_DIR</c>, or below the user's state
    /// folder, or <c>perfgate-USER</c> in the temporary folder. It is made with mode 0700.
    /// </summary>
    /// <exception cref="PerfGateException">PG2055: none of these can be used.</exception>
    public static string OfUser() => OfUser(
        [
            Below(Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"), "perfgate"),
            Below(Environment.GetEnvironmentVariable("XDG_STATE_HOME"), Path.Combine("perfgate", "locks")),
            Below(PathOf(Environment.SpecialFolder.LocalApplicationData),
                Path.Combine("perfgate", "locks")),
            Path.Combine(Path.GetTempPath(), $"perfgate-{Environment.UserName}"),
        ]);

    /// <summary>The folder of the machine's locks, the same for every user: one that everybody may write to.</summary>
    /// <param name="variable">Reads an environment variable.</param>
    public static string OfMachine(Func<string, string?> variable)
    {
        if (variable(MachineVariable) is { Length: > 0 } named)
            return Path.GetFullPath(named);
        if (OperatingSystem.IsWindows())
            return Path.Combine(PathOf(Environment.SpecialFolder.CommonApplicationData), "perfgate", "locks");
        // Not by what this user may write: all users must get the same answer.
        return Usual.FirstOrDefault(IsForEverybody) ?? "/tmp";
    }

    /// <summary>The first folder that only this user can write to.</summary>
    /// <param name="candidates">Folders in the order of preference, absolute; null entries are passed over.</param>
    /// <exception cref="PerfGateException">PG2055: none can be used.</exception>
    internal static string OfUser(IEnumerable<string?> candidates)
    {
        var why = new List<string>();
        foreach (var folder in candidates.OfType<string>())
        {
            if (WhyUnusable(folder) is not { } reason)
                return folder;
            why.Add($"{folder} {reason}");
        }

        throw new PerfGateException(DiagnosticCatalog.NoLockFolder(string.Join("; ", why)), ExitCode.Environment);
    }

    private static string PathOf(Environment.SpecialFolder folder) =>
        Environment.GetFolderPath(folder, Environment.SpecialFolderOption.DoNotVerify);

    private static string? Below(string? folder, string name) =>
        folder is { Length: > 0 } && Path.IsPathRooted(folder) ? Path.Combine(folder, name) : null;

    private static string? WhyUnusable(string folder)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
                return null;
            }

            Directory.CreateDirectory(folder, OwnerOnly);
            var info = new DirectoryInfo(folder);
            return info.LinkTarget is not null ? "is a symbolic link"
                : (info.UnixFileMode & Others) != 0 ? "is open to other users (its mode must be 0700)"
                : OwnerOf(folder) != UserId() ? "belongs to another user"
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"cannot be made: {e.Message}";
        }
    }

    // An archive's header is what .NET tells a file's owner in.
    private static int OwnerOf(string folder)
    {
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true))
            writer.WriteEntry(folder, "folder");
        archive.Position = 0;
        using var reader = new TarReader(archive);
        return reader.GetNextEntry()!.Uid;
    }

    private static bool IsForEverybody(string folder)
    {
        const UnixFileMode open = UnixFileMode.OtherWrite | UnixFileMode.OtherExecute | UnixFileMode.StickyBit;
        return !OperatingSystem.IsWindows() && Directory.Exists(folder)
            && (File.GetUnixFileMode(folder) & open) == open;
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int UserId();
}
