using System.Reflection;
using System.Runtime.InteropServices;
using PerfGate.Core.Devices;
using PerfGate.Core.Kernels;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Measuring;

/// <summary>Puts the fingerprint of a measurement together.</summary>
internal static class EnvironmentRecord
{
    /// <summary>The fingerprint.</summary>
    /// <param name="kind">The kind of device.</param>
    /// <param name="device">What a worker said of the device.</param>
    /// <param name="policy">The policy in force.</param>
    /// <param name="compiler">What compiled the kernels.</param>
    /// <param name="git">The commit; null outside a repository.</param>
    public static MeasurementEnvironment Of(
        DeviceKind kind,
        WorkerResult device,
        GatePolicy policy,
        CompilerDescription compiler,
        GitState? git
    ) =>
        new()
        {
            Device = kind,
            DeviceSlug = device.DeviceSlug,
            Clock = device.Clock,
            Cache = CaseSettings.CacheName(policy.Cache),
            ClockPolicy = policy.Clocks == Core.Policy.ClockPolicy.Lock ? "lock" : "observe",
            Gpu = device.Gpu,
            Host = ThisMachine(),
            Compiler = compiler,
            Git = git,
            PerfGateVersion = Version(),
            Locked = device.Locked,
        };

    /// <summary>The fingerprint where no device was opened: of code alone.</summary>
    /// <param name="device">The device that was compiled for.</param>
    /// <param name="policy">The policy in force.</param>
    /// <param name="compiler">What compiled the kernels.</param>
    /// <param name="git">The commit; null outside a repository.</param>
    public static MeasurementEnvironment Unopened(
        DeviceFacts device, GatePolicy policy, CompilerDescription compiler, GitState? git) =>
        new()
        {
            Device = device.Kind,
            DeviceSlug = device.Slug ?? device.Kind.Name,
            Clock = device.Kind.Name,
            Cache = CaseSettings.CacheName(policy.Cache),
            ClockPolicy = "observe",
            Host = ThisMachine(),
            Compiler = compiler,
            Git = git,
            PerfGateVersion = Version(),
        };

    /// <summary>The machine that this process runs on.</summary>
    public static HostDescription ThisMachine() => new()
    {
        OperatingSystem = RuntimeInformation.OSDescription.StartsWith("Linux", StringComparison.Ordinal)
            ? Distribution()
            : RuntimeInformation.OSDescription,
        Kernel = System.Environment.OSVersion.Version.ToString(),
        Processor = Processor(),
        LogicalProcessors = System.Environment.ProcessorCount,
    };

    /// <summary>The version of PerfGate, without the commit that a build may append.</summary>
    public static string Version() =>
        typeof(EnvironmentRecord)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];

    private static string Distribution() =>
        Field("/etc/os-release", "PRETTY_NAME", '=')?.Trim('"') ?? RuntimeInformation.OSDescription;

    private static string Processor() =>
        Field("/proc/cpuinfo", "model name", ':')
        ?? System.Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
        ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string? Field(string path, string name, char separator) =>
        File.Exists(path)
            ? File.ReadLines(path)
                .FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal))
                ?.Split(separator, 2)[^1]
                .Trim()
            : null;
}
