using PerfGate.Core.Devices;
using PerfGate.Core.Policy;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Measuring.Environments;

/// <summary>
/// The runner's table of devices: how each is sampled, locked, held and inspected. How one is found and opened is in
/// <see cref="DeviceSelection"/>.
/// </summary>
/// <param name="Sampling">The sampling plan for a tolerance, a fraction.</param>
/// <param name="LockName">
/// Names the device for messages, and for the lock that all measurements on this machine share. PG2031, PG2032: there
/// is no such device.
/// </param>
/// <param name="LockedEnvironment">What is locked in its workers when nothing holds the device.</param>
/// <param name="Session">Takes hold of the device's clocks and watches it; null if there is nothing to hold.</param>
/// <param name="Inspect">Looks at the device for <c>perfgate env</c>.</param>
internal sealed record DeviceBackend(
    Func<double, SamplingPlan> Sampling,
    Func<(string Name, string Key)> LockName,
    Func<LockedEnvironment> LockedEnvironment,
    Func<ClockPolicy, Func<string, string?>, GpuSession?> Session,
    Action<EnvironmentInspection> Inspect)
{
    private static readonly DeviceBackend _cuda = new(
        SamplingPlan.ForCuda,
        () => LockOf(DeviceSelection.GpuUuid()),
        () => Environments.LockedEnvironment.ForCuda(DeviceSelection.GpuUuid(), []),
        GpuSession.Open,
        inspection => inspection.Cuda());

    private static readonly DeviceBackend _host = new(
        SamplingPlan.ForHost,
        () => ("this machine's processors", DeviceKind.Host.Name),
        Environments.LockedEnvironment.ForHost,
        (_, _) => null,
        inspection => inspection.Host());

    /// <summary>Names a GPU as <see cref="LockName"/> does.</summary>
    /// <param name="uuid">The GPU.</param>
    public static (string Name, string Key) LockOf(string uuid) => ($"the GPU {uuid}", uuid);

    /// <summary>The row of a device.</summary>
    /// <param name="kind">The device.</param>
    public static DeviceBackend Of(DeviceKind kind) => kind switch
    {
        DeviceKind.Cuda => _cuda,
        DeviceKind.Host => _host,
    };
}
