using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Policy;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Devices.Cuda.Nvml;

namespace PerfGate.Runner.Measuring.Environments;

/// <summary>
/// The one GPU of a measurement, held by the process that starts the workers: what they are shown of it, its watch, and
/// its clocks.
/// </summary>
internal sealed class GpuSession : IDisposable
{
    private readonly NvmlLibrary? _nvml;
    private readonly NvmlGpu? _gpu;
    private readonly ClockLock? _clocks;
    private string? _clock;

    private GpuSession(
        string uuid, ClockPolicy policy, Func<string, string?> variable, IReadOnlyList<int>? processors)
    {
        var notes = ClockNotes.OfUser(variable);
        try
        {
            _nvml = NvmlLibrary.Load(variable);
            _gpu = _nvml.Gpu(uuid);
            _clocks = ClockLock.Take(policy, _gpu, notes);
        }
        catch (NvmlException e) when (policy == ClockPolicy.Observe)
        {
            Warnings = [$"{e.Message}: throttling and other processes on the GPU went unseen"];
        }
        catch (NvmlException e)
        {
            _nvml?.Dispose();
            throw new PerfGateException(DiagnosticCatalog.ClocksNotLocked(e.Message), ExitCode.Environment, e);
        }
        catch
        {
            _nvml?.Dispose();
            throw;
        }

        if (_clocks is null && notes.Read(uuid) is { IsHeld: false })
            Warnings = Warnings.Add(DiagnosticCatalog.ClocksLeftLocked(uuid).Coded);
        Environment = LockedEnvironment.ForCuda(uuid, processors ?? _gpu?.NearProcessors() ?? []);
    }

    /// <summary>What is locked in every worker.</summary>
    public LockedEnvironment Environment { get; }

    /// <summary>What a reader of the measurement should know, one line each.</summary>
    public ImmutableArray<string> Warnings { get; private set; } = [];

    /// <summary>
    /// Takes hold of the GPU that this process would measure, and locks its clocks where the policy says so.
    /// </summary>
    /// <param name="policy">What may be done to the clocks.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <exception cref="PerfGateException">
    /// PG2031, PG2032: no such GPU. PG2035-PG2037: the clocks cannot be locked.
    /// </exception>
    public static GpuSession Open(ClockPolicy policy, Func<string, string?> variable) =>
        Of(DeviceSelection.GpuUuid(), policy, variable);

    /// <summary>As <see cref="Open"/>, for a GPU that is known.</summary>
    /// <param name="uuid">The GPU.</param>
    /// <param name="policy">What may be done to the clocks.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <param name="processors">Where its workers stay; null for the processors near the GPU.</param>
    internal static GpuSession Of(
        string uuid, ClockPolicy policy, Func<string, string?> variable, IReadOnlyList<int>? processors = null) =>
        new(uuid, policy, variable, processors);

    /// <summary>Watches over workers, tells them the clock, and completes what they say of the GPU.</summary>
    public IWorkerLauncher Watch(IWorkerLauncher workers)
    {
        var settling = new ClockSettling(workers, () => _clock, Settle);
        return _gpu is null ? settling : new WatchedWorkers(settling, _gpu, Environment);
    }

    /// <summary>Unlocks the clocks.</summary>
    public void Dispose()
    {
        _clocks?.Dispose();
        _nvml?.Dispose();
    }

    // Only the first worker chooses a clock, and so only it can say why it is not the better one: its warnings go with
    // every result.
    private WorkerResult Settle(WorkerResult result)
    {
        if (_clock is null)
            (_clock, Warnings) = (result.Clock, Warnings.AddRange(result.Warnings));
        return result with { Warnings = [.. result.Warnings.Union(Warnings)] };
    }
}
