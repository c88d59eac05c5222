using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace PerfGate.Core.Files;

/// <summary>What lies at a path once all links are followed.</summary>
internal enum FileKind
{
    /// <summary>Nothing, or something that this system does not say.</summary>
    Unknown,

    /// <summary>A file with content.</summary>
    Regular,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A named pipe. Opening one waits for a writer.</summary>
    Pipe,

    /// <summary>A device, which may give bytes without end.</summary>
    Device,

    /// <summary>A socket.</summary>
    Socket,
}

/// <summary>Says what a path leads to without opening it.</summary>
internal static partial class FileKinds
{
    private const int CurrentFolder = -100;
    private const uint TypeWanted = 1;
    private const int TypeMask = 0xF000;

    // struct statx of Linux, the same on every processor: 256 bytes, stx_mode at 28.
    private const int StatxSize = 256;
    private const int ModeOffset = 28;

    /// <summary>The kind of what a path leads to.</summary>
    /// <param name="path">The path.</param>
    public static FileKind Of(string path)
    {
        if (Directory.Exists(path))
            return FileKind.Folder;
        return OperatingSystem.IsLinux() ? OnLinux(path) : FileKind.Unknown;
    }

    /// <summary>A kind in words.</summary>
    /// <param name="kind">The kind.</param>
    public static string Name(FileKind kind) => kind switch
    {
        FileKind.Unknown => "not there",
        FileKind.Regular => "a file",
        FileKind.Folder => "a folder",
        FileKind.Pipe => "a named pipe",
        FileKind.Device => "a device",
        FileKind.Socket => "a socket",
    };

    private static FileKind OnLinux(string path)
    {
        var state = new byte[StatxSize];
        try
        {
            if (Statx(CurrentFolder, Encoding.UTF8.GetBytes(path + '\0'), 0, TypeWanted, state) != 0)
                return FileKind.Unknown;
        }
        catch (EntryPointNotFoundException)
        {
            // A C library of before 2018.
            return FileKind.Unknown;
        }

        return (BinaryPrimitives.ReadUInt16LittleEndian(state.AsSpan(ModeOffset)) & TypeMask) switch
        {
            0x8000 => FileKind.Regular,
            0x4000 => FileKind.Folder,
            0x1000 => FileKind.Pipe,
            0xC000 => FileKind.Socket,
            _ => FileKind.Device,
        };
    }

    [LibraryImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Statx(int folder, byte[] path, int flags, uint mask, byte[] state);
}
