using System.Collections.Immutable;
using System.Globalization;
using PerfGate.Core.Devices;

namespace PerfGate.Core.Measurements;

/// <summary>Names the fields in which two environments differ, and whether times may be compared across them.</summary>
public static class EnvironmentComparison
{
    private const string Library = "libraries.";

    /// <summary>
    /// The differences, those that forbid a comparison first. A library counts where both have it, because which ones
    /// are there depends on the cases that were measured.
    /// </summary>
    /// <param name="reference">Where the reference was measured.</param>
    /// <param name="candidate">Where the candidate was measured.</param>
    public static ImmutableArray<EnvironmentDifference> Differences(
        MeasurementEnvironment reference, MeasurementEnvironment candidate)
    {
        var (a, b) = (Fields(reference), Fields(candidate));
        var names = a.Keys.Concat(b.Keys).Distinct().Order(StringComparer.Ordinal);
        return
        [
            .. from name in names
               let old = a.GetValueOrDefault(name)
               let now = b.GetValueOrDefault(name)
               where old.Value != now.Value
               where old.Value is not null && now.Value is not null || !IsLibrary(name)
               let incomparable = old.Group != now.Group
               orderby incomparable descending, name
               select new EnvironmentDifference(name, old.Value, now.Value, incomparable),
        ];
    }

    /// <summary>Whether a field is the file of a library.</summary>
    /// <param name="field">Its path.</param>
    public static bool IsLibrary(string field) => field.StartsWith(Library, StringComparison.Ordinal);

    // Each field with its value, and with the part of it that must be the same for times to be comparable (null for
    // none).
    private static Dictionary<string, Field> Fields(MeasurementEnvironment e)
    {
        var fields = new Dictionary<string, Field>(StringComparer.Ordinal)
        {
            ["device"] = Whole(e.Device.Name),
            ["deviceSlug"] = Whole(e.DeviceSlug),
            ["clock"] = Whole(e.Clock),
            ["cache"] = Whole(e.Cache),
            ["clockPolicy"] = Whole(e.ClockPolicy),
            ["gpu.name"] = Whole(e.Gpu?.Name),
            ["gpu.uuid"] = Noted(e.Gpu?.Uuid),
            ["gpu.computeCapability"] = Noted(e.Gpu?.ComputeCapability),
            ["gpu.multiprocessors"] = Noted(Text(e.Gpu?.Multiprocessors)),
            ["gpu.memoryBytes"] = Noted(Text(e.Gpu?.MemoryBytes)),
            ["gpu.vbios"] = Noted(e.Gpu?.Vbios),
            ["gpu.ecc"] = Noted(Text(e.Gpu?.Ecc)),
            ["gpu.mig"] = Noted(Text(e.Gpu?.Mig)),
            ["gpu.powerLimitWatts"] = Noted(Text(e.Gpu?.PowerLimitWatts)),
            ["gpu.driverVersion"] = UpToDot(e.Gpu?.DriverVersion),
            ["gpu.cudaDriverVersion"] = Noted(e.Gpu?.CudaDriverVersion),
            ["gpu.cuptiVersion"] = Noted(Text(e.Gpu?.CuptiVersion)),
            ["host.operatingSystem"] = Noted(e.Host.OperatingSystem),
            ["host.kernel"] = Noted(e.Host.Kernel),
            ["host.processor"] = Noted(e.Host.Processor),
            // The host device shares the blocks of a kernel out to as many threads.
            ["host.logicalProcessors"] =
                e.Device.RunsOnProcessor
                    ? Whole(Text(e.Host.LogicalProcessors))
                    : Noted(Text(e.Host.LogicalProcessors)),
            ["compiler.name"] = Whole(e.Compiler.Name),
            ["compiler.version"] = UpToDot(e.Compiler.Version),
            ["compiler.flags"] = Noted(e.Compiler.Flags),
            ["perfGateVersion"] = Noted(e.PerfGateVersion),
        };
        foreach (var (name, value) in e.Libraries)
            fields[Library + name] = Noted(value);
        foreach (var (name, value) in e.Locked)
            fields[$"locked.{name}"] = Noted(value);
        return fields;
    }

    private static Field Whole(string? value) => new(value, value);

    private static Field Noted(string? value) => new(value, null);

    private static Field UpToDot(string? value) => new(value, value?.Split('.')[0]);

    private static string? Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture);

    private static string? Text(bool? value) => value switch { null => null, true => "on", false => "off" };

    private readonly record struct Field(string? Value, string? Group);
}

/// <summary>A field in which the environments of reference and candidate differ.</summary>
/// <param name="Field">Its path, such as <c>gpu.driverVersion</c>.</param>
/// <param name="Reference">The reference's value; null if absent.</param>
/// <param name="Candidate">The candidate's value; null if absent.</param>
/// <param name="Incomparable">Whether times on the two sides must not be compared because of it.</param>
public sealed record EnvironmentDifference(
    string Field,
    string? Reference = null,
    string? Candidate = null,
    bool Incomparable = false
);
