using PerfGate.Core.Devices;
using PerfGate.Core.Policy;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Measuring.Environments;

namespace PerfGate.Runner.Commands;

/// <summary>The device of a measurement, held and watched until it is disposed, and its workers.</summary>
internal sealed class HeldDevice : IDisposable
{
    private readonly IDisposable? _hold;
    private readonly GpuSession? _gpu;
    private readonly WorkerProcess _workers;

    private HeldDevice(IDisposable? hold, GpuSession? gpu, TimeSpan caseTimeout)
    {
        (_hold, _gpu) = (hold, gpu);
        _workers = new(
            WorkerProcess.ThisProgram,
            (gpu?.Environment ?? LockedEnvironment.ForHost()).ApplyTo,
            caseTimeout,
            ahead: gpu is not null
        );
        Launcher = gpu?.Watch(_workers) ?? _workers;
    }

    /// <summary>Runs the workers, and watches over them.</summary>
    public IWorkerLauncher Launcher { get; }

    /// <summary>Takes hold of a device.</summary>
    /// <param name="hold">Waits for others.</param>
    /// <param name="kind">The device.</param>
    /// <param name="clocks">What may be done to its clocks.</param>
    /// <param name="caseTimeout">A worker that begins no new case for so long is killed.</param>
    /// <exception cref="Core.Diagnostics.PerfGateException">
    /// PG2031, PG2032: there is no GPU. PG2035-PG2037: its clocks cannot be locked. PG2051: it was not free in time.
    /// PG2056: cancelled.
    /// </exception>
    public static HeldDevice Take(GateHold hold, DeviceKind kind, ClockPolicy clocks, TimeSpan caseTimeout) =>
        Of(
            hold.Device(kind),
            () => DeviceBackend.Of(kind).Session(clocks, Environment.GetEnvironmentVariable),
            caseTimeout
        );

    /// <summary>Takes hold of one of several GPUs.</summary>
    /// <param name="hold">Waits for others.</param>
    /// <param name="uuid">The GPU.</param>
    /// <param name="processors">Where its workers stay; empty for all.</param>
    /// <param name="clocks">What may be done to its clocks.</param>
    /// <param name="caseTimeout">A worker that begins no new case for so long is killed.</param>
    /// <exception cref="Core.Diagnostics.PerfGateException">As <see cref="Take"/>.</exception>
    public static HeldDevice TakeGpu(
        GateHold hold, string uuid, IReadOnlyList<int> processors, ClockPolicy clocks, TimeSpan caseTimeout) =>
        Of(
            hold.Gpu(uuid),
            () => GpuSession.Of(uuid, clocks, Environment.GetEnvironmentVariable, processors),
            caseTimeout
        );

    private static HeldDevice Of(IDisposable? held, Func<GpuSession?> session, TimeSpan caseTimeout)
    {
        try
        {
            return new(held, session(), caseTimeout);
        }
        catch
        {
            held?.Dispose();
            throw;
        }
    }

    /// <summary>Starts the next worker, where workers are started ahead.</summary>
    /// <param name="mode">The kind of its job.</param>
    /// <param name="callsFunctions"><see cref="WorkerJob.CallsFunctions"/> of its job.</param>
    public void Expect(WorkerMode mode, bool callsFunctions) => _workers.Expect(mode, callsFunctions);

    /// <inheritdoc/>
    public void Dispose()
    {
        _workers.Dispose();
        _gpu?.Dispose();
        _hold?.Dispose();
    }
}
