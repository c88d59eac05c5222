using System.Runtime.InteropServices;

namespace PerfGate.Runner.Processes;

/// <summary>What .NET does not offer of Linux's and macOS's calls. None of them may be made on Windows.</summary>
internal static partial class UnixCalls
{
    /// <summary>SIGTERM: asks a process to end.</summary>
    public const int Terminate = 15;

    /// <summary>SIGKILL: ends a process.</summary>
    public const int Kill = 9;

    private const int ReadOnly = 0;

    private const int GetFlags = 1;

    private const int SetChildSubreaper = 36;

    /// <summary>Where they are.</summary>
    public const string Library = "libc";

    private static int DuplicateCloseOnExec => OperatingSystem.IsLinux() ? 1030 : 67;

    /// <summary>The process that started this one, or the one that took its place when it ended.</summary>
    [LibraryImport(Library, EntryPoint = "getppid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int GetParent();

    /// <summary>Makes this process the first of a session and of a process group of its own.</summary>
    /// <returns>Their number; -1 where it leads a group already.</returns>
    [LibraryImport(Library, EntryPoint = "setsid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int BeginSession();

    /// <summary>
    /// On Linux: what descends from this process, and whose parent ends, gets this process as its parent.
    /// </summary>
    public static void AdoptOrphans()
    {
        if (OperatingSystem.IsLinux())
            _ = ProcessControl(SetChildSubreaper, 1, 0, 0, 0);
    }

    /// <summary>Sends a signal to a process, or to a process group by its negative number.</summary>
    /// <returns>0, or -1 where it is gone or not one's own.</returns>
    [LibraryImport(Library, EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Signal(int process, int signal);

    /// <summary>Ends this process at once: no handler runs.</summary>
    [LibraryImport(Library, EntryPoint = "_exit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void ExitNow(int code);

    /// <summary>Makes a descriptor mean what another one means.</summary>
    [LibraryImport(Library, EntryPoint = "dup2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Redirect(int meaning, int descriptor);

    /// <summary>Sets which permissions new files do not get.</summary>
    /// <returns>Those before.</returns>
    [LibraryImport(Library, EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial uint SetMask(uint mask);

    /// <summary>A second descriptor for a file, one that no program started from here inherits.</summary>
    /// <param name="descriptor">The first one.</param>
    /// <param name="atLeast">The smallest number that it may have.</param>
    /// <returns>The descriptor; -1 where there is none to be had.</returns>
    public static int Duplicate(int descriptor, int atLeast) => Control(descriptor, DuplicateCloseOnExec, atLeast);

    /// <summary>Whether a descriptor stands for a file.</summary>
    public static bool IsOpen(int descriptor) => Control(descriptor, GetFlags, 0) >= 0;

    /// <summary>The beginning of a file whose length nobody knows, as those in <c>/proc</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="buffer">Takes its bytes.</param>
    /// <returns>What was read; empty if it cannot be.</returns>
    public static ReadOnlySpan<byte> ReadBeginning(string path, Span<byte> buffer)
    {
        var file = Open(path, ReadOnly);
        if (file < 0)
            return default;
        try
        {
            var length = 0;
            while (length < buffer.Length && Read(file, buffer[length..], buffer.Length - length) is var more and > 0)
                length += (int)more;
            return buffer[..length];
        }
        finally
        {
            _ = Close(file);
        }
    }

    /// <summary>Whether a file can be opened to be read.</summary>
    /// <param name="path">The file.</param>
    public static bool CanRead(string path)
    {
        var file = Open(path, ReadOnly);
        return file >= 0 && Close(file) == 0;
    }

    [LibraryImport(Library, EntryPoint = "prctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ProcessControl(int option, nuint second, nuint third, nuint fourth, nuint fifth);

    // A variadic function in C; its third argument goes where a fixed one would on every system but Apple's on ARM.
    [LibraryImport(Library, EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Control(int descriptor, int command, int argument);

    [LibraryImport(Library, EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport(Library, EntryPoint = "read")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Read(int file, Span<byte> buffer, nint length);

    [LibraryImport(Library, EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int file);
}
