using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Core.Baselines;

/// <summary>
/// Keeps two refreshes of one baseline apart. The operating system lets go of it when its holder dies, however it dies,
/// so that no stale lock is ever left to be cleared by hand.
/// </summary>
internal sealed class BaselineLock : IDisposable
{
    // What a file that is held gives: Windows' error, and EWOULDBLOCK of Linux and of macOS.
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int WouldBlockLinux = 11;
    private const int WouldBlockMac = 35;

    private readonly FileStream _file;

    private BaselineLock(FileStream file) => _file = file;

    /// <summary>Takes the lock of a baseline file.</summary>
    /// <param name="path">The baseline.</param>
    /// <param name="patience">How long to wait for whoever holds it.</param>
    /// <exception cref="PerfGateException">PG4005: held by another for too long; PG9001: the temporary folder cannot be written.</exception>
    public static BaselineLock Take(string path, TimeSpan patience)
    {
        var waited = Stopwatch.StartNew();
        var file = LockFile(path);
        while (true)
        {
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                return new(new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException e) when (e.HResult is SharingViolation or WouldBlockLinux or WouldBlockMac)
            {
                if (waited.Elapsed > patience)
                    throw new PerfGateException(DiagnosticCatalog.BaselineBusy(path, "another refresh is under way."), ExitCode.Usage, e);
                Thread.Sleep(20);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new PerfGateException(
                    DiagnosticCatalog.FileUnusable(path, $"the file could not be written: {e.Message}"), ExitCode.Usage, e);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // Not beside the baseline, where it would be committed; and never deleted, since who opened it before and locks it after
    // the deletion would hold another file than who comes next.
    private static string LockFile(string path)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(path))));
        return Path.Combine(Path.GetTempPath(), $"perfgate-{Environment.UserName}", name + ".lock");
    }
}
