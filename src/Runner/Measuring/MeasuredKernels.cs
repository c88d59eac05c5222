using PerfGate.Core.Devices;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Measuring;

/// <summary>Whether a measurement is one of the kernels that are compiled now.</summary>
internal static class MeasuredKernels
{
    /// <summary>The cases that differ, each with how.</summary>
    /// <param name="measurement">The measurement.</param>
    /// <param name="catalog">The kernels as they are compiled now.</param>
    /// <param name="manifests">Their manifests.</param>
    /// <param name="root">The repository's root, absolute.</param>
    /// <returns>Empty where it is a measurement of these kernels.</returns>
    public static IReadOnlyList<string> Changes(
        Measurement measurement,
        KernelCatalog catalog,
        IReadOnlyList<string> manifests,
        string root
    )
    {
        var facts = Facts(measurement, catalog.Compiled.Device);
        var now = ManifestLoader
            .Load(manifests, facts, root)
            .Cases.Select(c => CasesBeforeMeasuring.Of(c, catalog, facts.ComputeCapability, root))
            .ToDictionary(c => c.Name, StringComparer.Ordinal);
        var then = measurement.Cases.ToDictionary(c => c.Name, StringComparer.Ordinal);
        return
        [
            .. now
                .Keys.Union(then.Keys)
                .Order(StringComparer.Ordinal)
                .Select(name => Change(name, then.GetValueOrDefault(name), now.GetValueOrDefault(name)))
                .OfType<string>(),
        ];
    }

    private static string? Change(string name, MeasuredCase? then, MeasuredCase? now) =>
        (then, now) switch
        {
            (null, _) => $"{name} is new",
            (_, null) => $"{name} is gone",
            // What a command runs is known when it has run.
            ({ Status: CaseStatus.Measured, Observed: null }, _) when then.CodeHash != now.CodeHash =>
                $"{name} has changed",
            _ => null,
        };

    // The device that was measured, so that manifests mean what they meant.
    private static DeviceFacts Facts(Measurement measurement, DeviceKind device) =>
        measurement.Environment.Gpu is { } gpu
            ? new(
                device,
                "it was measured",
                gpu.ComputeCapability,
                gpu.MemoryBytes,
                gpu.Multiprocessors,
                gpu.L2CacheBytes
            )
            {
                Slug = measurement.Environment.DeviceSlug,
            }
            : DeviceSelection.Choose(device.Name);
}
