using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Runner.Tuning;

/// <summary>
/// Compiles variants that may come next, one batch at a time, while the device times others. What fails here fails
/// again in its turn, and is reported there.
/// </summary>
/// <param name="bench">Compiles.</param>
/// <param name="cancellation">Stops it.</param>
internal sealed class CompileAhead(ITuningBench bench, CancellationToken cancellation) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    private Task _running = Task.CompletedTask;

    /// <summary>Begins to compile. The batch before must have ended.</summary>
    /// <param name="points">The variants.</param>
    public void Begin(ImmutableArray<long> points)
    {
        if (!points.IsEmpty)
            _running = RunAsync(points);
    }

    /// <summary>Waits until nothing is compiled ahead any more.</summary>
    public Task EndAsync() => _running;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync(ImmutableArray<long> points)
    {
        try
        {
            await bench.CompileAheadAsync(points, _stop.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is PerfGateException or OperationCanceledException)
        {
            // Nothing depends on it.
        }
    }
}
