using System.Globalization;
using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files.Locks;

namespace PerfGate.Runner.Measuring.Environments;

/// <summary>
/// The one lock of a GPU, or of the machine's processors, for all users and projects of the machine: two measurements
/// at once would disturb each other.
/// </summary>
/// <param name="Name">The device, as messages name it.</param>
/// <param name="Path">The lock file.</param>
internal sealed record DeviceLock(string Name, string Path)
{
    /// <summary>The lock of the device that this process would measure on.</summary>
    /// <param name="device">The kind of device.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <exception cref="PerfGateException">PG2031, PG2032: there is no GPU.</exception>
    public static DeviceLock Of(DeviceKind device, Func<string, string?> variable)
    {
        var (name, key) = DeviceBackend.Of(device).LockName();
        return Of(name, key, variable);
    }

    /// <summary>The lock of a GPU.</summary>
    /// <param name="uuid">The GPU.</param>
    /// <param name="variable">Reads an environment variable.</param>
    public static DeviceLock OfGpu(string uuid, Func<string, string?> variable)
    {
        var (name, key) = DeviceBackend.LockOf(uuid);
        return Of(name, key, variable);
    }

    private static DeviceLock Of(string name, string key, Func<string, string?> variable) =>
        new(name, System.IO.Path.Combine(LockFolders.OfMachine(variable), $"perfgate-{key}.lock"));

    /// <summary>Takes the lock, and waits for a gate that holds it.</summary>
    /// <param name="command">What it is taken for.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="say">Called with whom this process waits for, and what could not be locked.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The lock, which children hold too; null if the machine gives no lock, which is said.</returns>
    /// <exception cref="PerfGateException">PG2051: the device was not free in time.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public OwnedLock? Take(string command, TimeSpan patience, Action<string> say, CancellationToken cancellation)
    {
        try
        {
            var taken = OwnedLock.Take(
                Path, LockOwner.Me(command, Directory.GetCurrentDirectory()), patience,
                _ => say(Waiting(patience)), isShared: true, cancellation)
                ?? throw new PerfGateException(
                    DiagnosticCatalog.DeviceBusy(Name, OwnedLock.NameOfHolder(Path), patience), ExitCode.Environment);
            taken.LendToChildren();
            return taken;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            say(DiagnosticCatalog.DeviceNotLocked(Name, e.Message).ToString());
            return null;
        }
    }

    private string Waiting(TimeSpan patience) => string.Create(
        CultureInfo.InvariantCulture,
        $"Waiting for {OwnedLock.NameOfHolder(Path)}: it measures on {Name} (for at most "
        + $"{patience.TotalSeconds:0} s, PerfGateWait)");
}
