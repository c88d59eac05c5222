using System.CommandLine;
using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files.Locks;
using PerfGate.Runner.Measuring.Environments;

namespace PerfGate.Runner.Commands;

/// <summary>
/// What a command holds against other gates while it works. Whom it waits for it says on standard error.
/// </summary>
/// <param name="command">The command, as others that wait name it: <c>perfgate run</c>.</param>
/// <param name="wait">How long to wait.</param>
/// <param name="cancellation">Ends the wait.</param>
internal sealed class GateHold(string command, TimeSpan wait, CancellationToken cancellation = default)
{
    /// <summary>The option that says how long to wait.</summary>
    public static Option<double> WaitOption()
    {
        var option = new Option<double>("--wait")
        {
            Description = "Seconds to wait for another perfgate that uses the same folder or device.",
            DefaultValueFactory = _ => GateWait.Default.TotalSeconds,
        };
        option.Refuse(seconds => GateWait.Of(seconds) is not null, GateWait.Expected);
        return option;
    }

    /// <summary>A command's hold.</summary>
    /// <param name="command">The command.</param>
    /// <param name="parsed">Its command line.</param>
    /// <param name="wait">The option of <see cref="WaitOption"/>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static GateHold Of(
        string command, ParseResult parsed, Option<double> wait, CancellationToken cancellation = default) =>
        new(command, TimeSpan.FromSeconds(parsed.GetValue(wait)), cancellation);

    /// <summary>Holds folders.</summary>
    /// <param name="folders">The folders, absolute.</param>
    /// <exception cref="PerfGateException">PG2050, PG2053: they cannot be had. PG2056: cancelled.</exception>
    public IDisposable Folders(params string[] folders)
    {
        var held = OrCancelled(
            () => FolderLocks.Take(folders, null, null, command, wait, Console.Error.WriteLine, cancellation));
        held.LendToChildren();
        return held;
    }

    /// <summary>Holds the device, so that nothing else is measured on it meanwhile.</summary>
    /// <param name="device"><c>cuda</c> or <c>host</c>.</param>
    /// <exception cref="PerfGateException">
    /// PG2031, PG2032: there is no GPU. PG2051: the device was not free in time. PG2056: cancelled.
    /// </exception>
    public IDisposable? Device(DeviceKind device) =>
        Hold(DeviceLock.Of(device, Environment.GetEnvironmentVariable));

    /// <summary>Holds a GPU.</summary>
    /// <param name="uuid">The GPU.</param>
    /// <exception cref="PerfGateException">PG2051: it was not free in time. PG2056: cancelled.</exception>
    public IDisposable? Gpu(string uuid) => Hold(DeviceLock.OfGpu(uuid, Environment.GetEnvironmentVariable));

    private OwnedLock? Hold(DeviceLock device) =>
        OrCancelled(() => device.Take(command, wait, Console.Error.WriteLine, cancellation));

    private static T OrCancelled<T>(Func<T> take)
    {
        try
        {
            return take();
        }
        catch (OperationCanceledException e)
        {
            throw new PerfGateException(DiagnosticCatalog.WaitCancelled(), ExitCode.Environment, e);
        }
    }
}
