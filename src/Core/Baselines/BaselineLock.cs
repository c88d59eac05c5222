using System.Diagnostics;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Core.Baselines;

/// <summary>
/// Keeps two refreshes of one baseline apart. The operating system lets go of it when its holder dies, however it dies,
/// so that no stale lock is ever left to be cleared by hand.
/// </summary>
internal sealed class BaselineLock : IDisposable
{
    private readonly FileStream _file;

    private BaselineLock(FileStream file) => _file = file;

    /// <summary>Takes the lock of a baseline file.</summary>
    /// <param name="path">The baseline.</param>
    /// <param name="patience">How long to wait for whoever holds it.</param>
    /// <exception cref="PerfGateException">PG4005: held by another for too long; PG9001: the folder cannot be written.</exception>
    public static BaselineLock Take(string path, TimeSpan patience)
    {
        var waited = Stopwatch.StartNew();
        var file = Path.GetFullPath(path) + ".lock";
        while (true)
        {
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                return new(new FileStream(
                    file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose));
            }
            catch (IOException e) when (IsHeld(file, e))
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

    // A sharing violation is a plain IOException; its subclasses (no such directory, path too long) are other troubles.
    private static bool IsHeld(string file, IOException e) => e.GetType() == typeof(IOException) && File.Exists(file);
}
