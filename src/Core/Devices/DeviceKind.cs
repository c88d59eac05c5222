using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace PerfGate.Core.Devices;

/// <summary>
/// The kinds of device that kernels are measured on. Files, options and messages write the names of the table below.
/// </summary>
public enum DeviceKind
{
    /// <summary>An NVIDIA GPU.</summary>
    [JsonStringEnumMemberName(DeviceTraits.CudaName)]
    Cuda,

    /// <summary>The processor of this machine.</summary>
    [JsonStringEnumMemberName(DeviceTraits.HostName)]
    Host,
}

/// <summary>
/// The table of devices: all that follows from the kind of a device alone. A new device is one row here, and the
/// compiler then names every place that has to decide something for it.
/// </summary>
/// <param name="Name">The name in files, options and messages.</param>
/// <param name="RunsOnProcessor">
/// Whether kernels run on the processor that PerfGate itself runs on. Other work then disturbs a measurement, and the
/// number of processors is part of what was measured.
/// </param>
/// <param name="HasNvidiaTools">Whether Nsight Compute and compute-sanitizer can look into its kernels.</param>
/// <param name="Clocks">The clocks that time its kernels. Times of two clocks are never compared.</param>
public sealed record DeviceTraits(
    string Name, bool RunsOnProcessor, bool HasNvidiaTools, ImmutableArray<DeviceClock> Clocks)
{
    internal const string CudaName = "cuda";
    internal const string HostName = "host";

    private static readonly DeviceTraits _cuda = new(
        CudaName,
        RunsOnProcessor: false,
        HasNvidiaTools: true,
        [
            new("cupti", "Times are those of the kernels on the GPU, recorded by CUPTI."),
            new("events", "Times are those between two CUDA events around the launches."),
        ]);

    private static readonly DeviceTraits _host = new(
        HostName,
        RunsOnProcessor: true,
        HasNvidiaTools: false,
        [new(HostName, "Times are those of the system's monotonic clock around the launches, on the processor.")]);

    /// <summary>The row of a device.</summary>
    /// <param name="kind">The device.</param>
    public static DeviceTraits Of(DeviceKind kind) => kind switch
    {
        DeviceKind.Cuda => _cuda,
        DeviceKind.Host => _host,
    };

    /// <summary>The device with a name; null if there is none.</summary>
    /// <param name="name">The name as files and options write it.</param>
    public static DeviceKind? Find(string name) =>
        Enum.GetValues<DeviceKind>().Where(kind => kind.Name == name).Select(kind => (DeviceKind?)kind)
            .FirstOrDefault();

    /// <summary>The clock with a name; null if no device has it, as with times of other programs.</summary>
    /// <param name="name">The name as measurements write it.</param>
    public static DeviceClock? Clock(string name) =>
        Enum.GetValues<DeviceKind>().SelectMany(kind => Of(kind).Clocks).FirstOrDefault(clock => clock.Name == name);
}

/// <summary>A clock that times kernels of a device.</summary>
/// <param name="Name">The name in measurements.</param>
/// <param name="Meaning">What its times are, a sentence.</param>
public sealed record DeviceClock(string Name, string Meaning);

/// <summary>The columns of the table of devices, by kind.</summary>
public static class DeviceKinds
{
    extension(DeviceKind kind)
    {
        /// <inheritdoc cref="DeviceTraits.Name"/>
        public string Name => DeviceTraits.Of(kind).Name;

        /// <inheritdoc cref="DeviceTraits.RunsOnProcessor"/>
        public bool RunsOnProcessor => DeviceTraits.Of(kind).RunsOnProcessor;

        /// <inheritdoc cref="DeviceTraits.HasNvidiaTools"/>
        public bool HasNvidiaTools => DeviceTraits.Of(kind).HasNvidiaTools;
    }
}
