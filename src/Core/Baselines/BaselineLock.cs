using System.Security.Cryptography;
using System.Text;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files.Locks;

namespace PerfGate.Core.Baselines;

/// <summary>Keeps two refreshes of one baseline apart.</summary>
internal static class BaselineLock
{
    /// <summary>Takes the lock of a baseline file.</summary>
    /// <param name="path">The baseline.</param>
    /// <param name="patience">How long to wait for its holder.</param>
    /// <exception cref="PerfGateException">
    /// PG4005: held by another for too long; PG2055, PG9001: it cannot be locked.
    /// </exception>
    public static OwnedLock Take(string path, TimeSpan patience)
    {
        var file = LockFile(path);
        try
        {
            var me = LockOwner.Me("perfgate baseline", Path.GetDirectoryName(Path.GetFullPath(path))!);
            return OwnedLock.Take(file, me, patience, _ => { })
                ?? throw new PerfGateException(
                    DiagnosticCatalog.BaselineBusy(
                        path,
                        $"another refresh is under way: {OwnedLock.NameOfHolder(file)}."
                    ),
                    ExitCode.Usage
                );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PerfGateException(
                DiagnosticCatalog.FileUnusable(path, $"the file could not be locked: {e.Message}"), ExitCode.Usage, e);
        }
    }

    // Not beside the baseline, where it would be committed.
    private static string LockFile(string path)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(path))));
        return Path.Combine(LockFolders.OfUser(), name + ".lock");
    }
}
