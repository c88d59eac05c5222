using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Sharding;

/// <summary>One shard of a measurement that several devices of one machine take at the same time.</summary>
/// <param name="Device">The device as messages name it: <c>GPU 0</c>.</param>
/// <param name="Folder">Where its results go, absolute.</param>
/// <param name="Measure">Measures the shard. Returns early where it is cancelled.</param>
internal sealed record DevicePart(string Device, string Folder, Func<CancellationToken, Task> Measure);

/// <summary>Takes the shards of a measurement at the same time, and puts them together.</summary>
internal static class PartsAtOnce
{
    /// <summary>Takes all parts, and writes the files of the whole.</summary>
    /// <param name="parts">One for each device.</param>
    /// <param name="output">Where the whole goes. Nothing is written there where a part fails.</param>
    /// <param name="cancellation">Stops all parts.</param>
    /// <returns>The whole.</returns>
    /// <exception cref="PerfGateException">
    /// A part failed: its errors name its device, and the other parts are stopped. PG9141: the parts do not fit.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled; the parts' folders have what was measured.</exception>
    public static async Task<Measurement> TakeAsync(
        ImmutableArray<DevicePart> parts,
        GateFiles output,
        CancellationToken cancellation
    )
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAll(parts.Select(part => Task.Run(() => TakeAsync(part, stop), CancellationToken.None)))
            .ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return new ShardFolders([.. parts.Select(p => p.Folder)]).Write(output);
    }

    // What goes wrong in a part that is being stopped is no failure of its own.
    private static async Task TakeAsync(DevicePart part, CancellationTokenSource stop)
    {
        try
        {
            await part.Measure(stop.Token).ConfigureAwait(false);
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
        }
        catch (PerfGateException e)
        {
            await stop.CancelAsync().ConfigureAwait(false);
            throw new PerfGateException(
                [.. e.Diagnostics.Select(d => d with { Message = $"{part.Device}: {d.Message}" })],
                e.ExitCode,
                e
            );
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }
}
