using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PerfGate.Core.Files.Locks;

/// <summary>
/// A lock file that this process holds. The operating system lets go of it when the process dies, however it dies.
/// </summary>
/// <remarks>
/// Links are never followed, and a pipe that somebody laid in the way does not make anybody wait. .NET's own file
/// sharing would hide the holder's record from those who wait, because it locks for reading too.
/// </remarks>
internal sealed partial class LockFile : IDisposable
{
    // No record is longer, with two paths of which JSON escapes every letter: what is longer is not ours.
    private const int LongestRecord = 1 << 16;

    private const int Exclusive = 2;
    private const int DoNotBlock = 4;

    private readonly SafeFileHandle _handle;
    private readonly bool _canWrite;

    private LockFile(SafeFileHandle handle, bool canWrite) => (_handle, _canWrite) = (handle, canWrite);

    /// <summary>Locks a file, which is made where it is not there.</summary>
    /// <param name="path">The file, absolute.</param>
    /// <param name="isShared">
    /// Whether other users take the same lock, so that they must be able to open the file.
    /// </param>
    /// <returns>The lock; null if another process, or another handle of this one, holds it.</returns>
    /// <exception cref="IOException">
    /// The file cannot be locked: it is a link, a folder or a pipe, or the file system has no locks.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder may not be written.</exception>
    public static LockFile? TryLock(string path, bool isShared)
    {
        RequireFile(path);
        if (OperatingSystem.IsWindows())
            return TryLockWindows(path);
        var (handle, canWrite) = OpenOrCreate(path, isShared);
        if (Flock(handle, Exclusive | DoNotBlock) == 0)
            return new(handle, canWrite);
        var error = Marshal.GetLastPInvokeError();
        handle.Dispose();
        return error == Errno.WouldBlock
            ? null
            : throw new IOException($"{path} cannot be locked: {Marshal.GetPInvokeErrorMessage(error)}.");
    }

    /// <summary>Reads the record of a lock file; it does not matter who holds the lock.</summary>
    /// <returns>The record; null if there is none.</returns>
    public static LockOwner? Read(string path)
    {
        try
        {
            using var handle = OperatingSystem.IsWindows()
                ? File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
                : Opened(path, Flags.ReadOnly);
            if (handle is null || handle.IsInvalid || RandomAccess.GetLength(handle) is 0 or > LongestRecord)
                return null;
            var bytes = new byte[LongestRecord];
            return LockOwner.Parse(bytes.AsSpan(0, RandomAccess.Read(handle, bytes, 0)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Writes the holder's record.</summary>
    /// <returns>
    /// Whether the file at the path is the one that is locked. It is not where somebody removed it between our opening
    /// and our locking it: then others lock another file.
    /// </returns>
    public bool Sign(string path, LockOwner owner)
    {
        // Another user's file that we may not write is locked all the same; only nobody can read who holds it.
        if (!_canWrite)
            return File.Exists(path);
        RandomAccess.SetLength(_handle, 0);
        RandomAccess.Write(_handle, owner.ToBytes(), 0);
        return Read(path)?.Token == owner.Token;
    }

    public void Dispose() => _handle.Dispose();

    private static void RequireFile(string path)
    {
        if (new FileInfo(path).LinkTarget is { } target)
            throw new IOException($"{path} is a link to {target}, and a lock follows none. Remove it.");
        if (FileKinds.Of(path) is var kind and not (FileKind.Regular or FileKind.Unknown))
            throw new IOException($"{path} is {FileKinds.Name(kind)} and no file. Remove it.");
    }

    private static LockFile? TryLockWindows(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return new(File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read), true);
        }
        catch (IOException e) when (e.HResult == Errno.SharingViolation)
        {
            return null;
        }
    }

    private static (SafeFileHandle Handle, bool CanWrite) OpenOrCreate(string path, bool isShared)
    {
        while (true)
        {
            if (Opened(path, Flags.ReadWrite) is { IsInvalid: false } writable)
                return (writable, true);
            switch (Marshal.GetLastPInvokeError())
            {
                case Errno.NotThere:
                    Create(path, isShared);
                    break;
                case Errno.NoRight or Errno.ReadOnlyFileSystem
                    when Opened(path, Flags.ReadOnly) is { IsInvalid: false } readable:
                    return (readable, false);
                case Errno.NoRight:
                    throw new UnauthorizedAccessException($"{path} may not be opened by this user.");
                case var error:
                    throw new IOException($"{path} cannot be opened: {Marshal.GetPInvokeErrorMessage(error)}.");
            }
        }
    }

    private static void Create(string path, bool isShared)
    {
        const UnixFileMode everybody = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead
            | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            // Fails where anything is there already, a link too.
            using var made = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            if (isShared && !OperatingSystem.IsWindows())
                File.SetUnixFileMode(made.SafeFileHandle, everybody);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Somebody else was quicker.
        }
    }

    private static SafeFileHandle Opened(string path, int access) =>
        Open(path, access | Flags.DoNotFollow | Flags.DoNotBlock | Flags.CloseOnExec);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Flock(SafeFileHandle file, int operation);

    // fcntl.h of Linux and macOS; O_NOFOLLOW of Linux differs between processors.
    private static class Flags
    {
        public const int ReadOnly = 0;
        public const int ReadWrite = 2;

        public static int DoNotBlock => OperatingSystem.IsMacOS() ? 0x4 : 0x800;

        public static int CloseOnExec => OperatingSystem.IsMacOS() ? 0x1000000 : 0x80000;

        public static int DoNotFollow => OperatingSystem.IsMacOS() ? 0x100
            : RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x8000 : 0x20000;
    }

    private static class Errno
    {
        public const int NotThere = 2;
        public const int NoRight = 13;
        public const int ReadOnlyFileSystem = 30;
        public const int SharingViolation = unchecked((int)0x80070020);

        public static int WouldBlock => OperatingSystem.IsMacOS() ? 35 : 11;
    }
}
