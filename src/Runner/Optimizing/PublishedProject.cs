using System.Collections.Immutable;
using PerfGate.Core.Files;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Tuning;

namespace PerfGate.Runner.Optimizing;

/// <summary>What a publication has to know of a project.</summary>
/// <param name="Root">Root of the repository, absolute.</param>
/// <param name="Manifests">Its manifests, absolute.</param>
/// <param name="Response">The response file that its build wrote, absolute; it need not be there.</param>
/// <param name="Device">The device that it was measured on.</param>
/// <param name="Policy">The policy in force.</param>
internal sealed record PublishedProject(
    string Root,
    ImmutableArray<string> Manifests,
    string Response,
    DeviceFacts Device,
    GatePolicy Policy
)
{
    /// <summary>The project of a pipeline.</summary>
    public static PublishedProject Of(TuneSetting setting) =>
        new(setting.Root, setting.Manifests, setting.Response, setting.Device, setting.Policy);

    /// <summary>The project of a measurement that was made before.</summary>
    /// <param name="measurement">The measurement: it names its manifests.</param>
    /// <param name="policy">The policy that was in force.</param>
    /// <param name="root">Root of the repository, absolute.</param>
    /// <param name="response">The response file of the build, absolute; it need not be there.</param>
    public static PublishedProject Of(Measurement measurement, GatePolicy policy, string root, string response)
    {
        var (e, gpu) = (measurement.Environment, measurement.Environment.Gpu);
        return new(
            root,
            [
                .. measurement
                    .Cases.Where(c => c is { Role: CaseRole.Case, DeclaredAt: not null })
                    .Select(c => ForeignPath.Full(c.DeclaredAt!.File, root))
                    .Distinct(StringComparer.Ordinal),
            ],
            response,
            new(
                e.Device,
                "it was measured before",
                gpu?.ComputeCapability,
                gpu?.MemoryBytes,
                gpu?.Multiprocessors,
                gpu?.L2CacheBytes
            )
            {
                Slug = e.DeviceSlug,
                Name = gpu?.Name ?? e.Host.Processor,
                Driver = gpu?.DriverVersion,
            },
            policy
        );
    }
}
